// A training engine in the design of the TensorFlow Playground's, to compare ours with: an
// object for every unit and every connection, one sample at a time, an update after every
// batch of 10, tanh, squared error. Written from that description, for this bench only.

// As in that design, an activation and its slope are functions of a unit's total input.
const tanh = { of: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 };
const squaredError = {
  of: (output, label) => 0.5 * (output - label) ** 2,
  slope: (output, label) => output - label,
};

/** A connection: its weight, and the derivatives summed up since the last update. */
class Link {
  constructor(source, target, weight) {
    this.source = source;
    this.target = target;
    this.weight = weight;
    this.slope = 0; // d loss / d weight, for the present sample
    this.slopeSum = 0;
    this.samples = 0;
  }
}

/** A unit: what comes in, what goes out, and the derivatives of the loss by both. */
class Node {
  constructor(activation) {
    this.activation = activation;
    this.inputLinks = [];
    this.outputs = [];
    this.bias = 0.1;
    this.totalInput = 0;
    this.output = 0;
    this.outputSlope = 0; // d loss / d output, for the present sample
    this.inputSlope = 0; // d loss / d totalInput
    this.slopeSum = 0;
    this.samples = 0;
  }

  connectTo(target, weight) {
    const link = new Link(this, target, weight);
    this.outputs.push(link);
    target.inputLinks.push(link);
  }

  updateOutput() {
    const links = this.inputLinks;
    let total = this.bias;
    for (let i = 0; i < links.length; i++) total += links[i].weight * links[i].source.output;
    this.totalInput = total;
    this.output = this.activation.of(total);
  }

  updateInputSlope() {
    this.inputSlope = this.outputSlope * this.activation.slope(this.totalInput);
    this.slopeSum += this.inputSlope;
    this.samples++;
  }

  updateOutputSlope() {
    const links = this.outputs;
    let total = 0;
    for (let i = 0; i < links.length; i++) total += links[i].weight * links[i].target.inputSlope;
    this.outputSlope = total;
  }
}

/** A network of fully connected layers; `sizes` is for example [2, 3, 1]. */
class Network {
  constructor(sizes, random) {
    this.layers = sizes.map((size) => Array.from({ length: size }, () => new Node(tanh)));
    for (let index = 1; index < sizes.length; index++)
      for (const target of this.layers[index])
        for (const source of this.layers[index - 1]) source.connectTo(target, random() - 0.5);
    this.outputNode = this.layers[sizes.length - 1][0];
  }

  forwardProp(inputs) {
    const layers = this.layers;
    for (let i = 0; i < inputs.length; i++) layers[0][i].output = inputs[i];
    for (let index = 1; index < layers.length; index++) {
      const layer = layers[index];
      for (let i = 0; i < layer.length; i++) layer[i].updateOutput();
    }
  }

  backProp(label) {
    const layers = this.layers;
    this.outputNode.outputSlope = squaredError.slope(this.outputNode.output, label);
    for (let index = layers.length - 1; index > 0; index--) {
      const layer = layers[index];
      for (let i = 0; i < layer.length; i++) layer[i].updateInputSlope();
      for (let i = 0; i < layer.length; i++) {
        const links = layer[i].inputLinks;
        for (let j = 0; j < links.length; j++) {
          const link = links[j];
          link.slope = layer[i].inputSlope * link.source.output;
          link.slopeSum += link.slope;
          link.samples++;
        }
      }
      if (index === 1) break; // the inputs do not learn
      const before = layers[index - 1];
      for (let i = 0; i < before.length; i++) before[i].updateOutputSlope();
    }
  }

  updateWeights(learningRate) {
    for (let index = 1; index < this.layers.length; index++) {
      const layer = this.layers[index];
      for (let i = 0; i < layer.length; i++) {
        const node = layer[i];
        if (node.samples > 0) node.bias -= (learningRate * node.slopeSum) / node.samples;
        node.slopeSum = node.samples = 0;
        for (let j = 0; j < node.inputLinks.length; j++) {
          const link = node.inputLinks[j];
          if (link.samples > 0) link.weight -= (learningRate * link.slopeSum) / link.samples;
          link.slopeSum = link.samples = 0;
        }
      }
    }
  }

  /** Train for one epoch with points that know their `inputs`. */
  trainEpoch(points, learningRate, batchSize) {
    points.forEach(({ inputs, label }, index) => {
      this.forwardProp(inputs);
      this.backProp(label);
      if ((index + 1) % batchSize === 0) this.updateWeights(learningRate);
    });
  }

  /** Train for one epoch as that page does: make inputs for every sample, then find the loss. */
  step(points, learningRate, batchSize) {
    points.forEach((point, index) => {
      this.forwardProp(makeInputs(point));
      this.backProp(point.label);
      if ((index + 1) % batchSize === 0) this.updateWeights(learningRate);
    });
    let loss = 0;
    points.forEach((point) => {
      this.forwardProp(makeInputs(point));
      loss += squaredError.of(this.outputNode.output, point.label);
    });
    return loss / points.length;
  }
}

// What a reader can switch on as inputs there; at first the two coordinates.
const features = [
  { on: true, of: (x1) => x1 },
  { on: true, of: (x1, x2) => x2 },
  { on: false, of: (x1) => x1 * x1 },
  { on: false, of: (x1, x2) => x2 * x2 },
  { on: false, of: (x1, x2) => x1 * x2 },
  { on: false, of: (x1) => Math.sin(x1) },
  { on: false, of: (x1, x2) => Math.sin(x2) },
];

function makeInputs({ x1, x2 }) {
  const inputs = [];
  for (const feature of features) if (feature.on) inputs.push(feature.of(x1, x2));
  return inputs;
}

/** Numbers in [0, 1) that are the same in every run (a linear congruence). */
function makeRandom(state) {
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

/** Points in a square: class 1 inside of a circle, class -1 around it. */
function makePoints(count, random) {
  return Array.from({ length: count }, () => {
    const [x1, x2] = [4 * random() - 2, 4 * random() - 2];
    return { x1, x2, inputs: [x1, x2], label: Math.hypot(x1, x2) < 1.4 ? 1 : -1 };
  });
}

/** Return what `repeat` takes, in seconds: the fastest of some slices of time. */
function fastest(repeat) {
  const slice = (milliseconds) => {
    const begin = performance.now();
    let times = 0;
    let passed = 0;
    for (; passed < milliseconds; passed = performance.now() - begin, times++) repeat();
    return passed / 1000 / times;
  };
  slice(300); // until it is compiled as well as it will be
  return Math.min(...Array.from({ length: 40 }, () => slice(5)));
}

/** Return the seconds per epoch of [2, hidden, 1]: `engine` alone, `page` with what is around. */
export function secondsPerEpoch(hidden, samples) {
  const random = makeRandom(1);
  const points = makePoints(samples, random);
  const [network, other] = [0, 1].map(() => new Network([2, hidden, 1], random));
  return {
    engine: fastest(() => network.trainEpoch(points, 0.03, 10)),
    page: fastest(() => other.step(points, 0.03, 10)),
  };
}
