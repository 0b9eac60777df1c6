"""What ails the network, told when it has changed and rests."""

from engine.views.scene import Scene
from playground.health import health


def findings_of(scene: Scene) -> list[list[str]]:
    """Return sentences on a network that has been trained, each with a lesson's name, or "".

    Before the training, a lesson's question is not to be answered; and of gradients that NumPy
    refuses to compute, something else is said.
    """
    network = scene.network
    if scene.training.timeline.last == 0 or not scene.y.size:
        return []
    trace = network.forward(scene.X)
    try:
        gradients = network.backward(trace, scene.y.astype(float))
        findings = health(network, trace, gradients)
    except ValueError:
        if scene.mistake == "none":
            raise
        return []
    return [[finding.sentence, finding.lesson] for finding in findings]
