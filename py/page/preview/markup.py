"""What the dialog consists of: it is nobody's who does not bring a table."""

ENCODINGS = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-16le", "Unicode (UTF-16)"),
    ("utf-16be", "Unicode (UTF-16, big-endian)"),
    ("windows-1252", "Western Europe (Windows)"),
    ("windows-1250", "Central Europe (Windows)"),
    ("windows-1251", "Cyrillic (Windows)"),
    ("macintosh", "Western (old Mac)"),
)
SEPARATORS = ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar |"), (" ", "space"))
DECIMALS = ((".", "point: 3.14"), (",", "comma: 3,14"))
HEADERS = (("0", "none"), ("1", "1 line"), ("2", "2 lines"))
ROWS = (("first", "the first 20,000"), ("random", "a random 20,000"))

MARKUP = """
<form method="dialog">
  <header>
    <h2 id="table-preview-title"></h2>
    <button class="icon" value="" aria-label="Cancel"><svg viewBox="0 0 20 20" aria-hidden="true">
      <path d="m5.500 5.500 9 9m0-9-9 9"/></svg></button>
  </header>
  <div class="sheet">
    <figure>
      <svg class="plot" viewBox="-1.1 -1.1 2.2 2.2" role="img"
        aria-labelledby="table-preview-words"></svg>
      <span class="across" aria-hidden="true"></span><span class="up" aria-hidden="true"></span>
    </figure>
    <div class="chosen">
      <p id="table-preview-words" aria-live="polite"></p>
      <div class="menus">
        <label><span><i>x</i><sub>1</sub></span><select name="x1"></select></label>
        <label><span><i>x</i><sub>2</sub></span><select name="x2"></select></label>
        <label><span>Label</span><select name="label"></select></label>
        <label><span><svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="5"
          class="class-0"/></svg>Class 0</span><select name="zero"></select></label>
        <label><span><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M6 1 11.5 11H.5Z"
          class="class-1"/></svg>Class 1</span><select name="one"></select></label>
        <label hidden><span>Rows</span><select name="rows"></select></label>
      </div>
      <p id="table-preview-remark" class="quiet" hidden></p>
    </div>
    <div class="rows" tabindex="0" role="region" aria-label="The first rows">
      <table aria-describedby="table-preview-hint"></table>
    </div>
    <p id="table-preview-hint" class="quiet">Press the name of a column to give it another role.</p>
    <details>
      <summary>How it was read</summary>
      <div class="menus">
        <label><span>Separator</span><select name="separator"></select></label>
        <label><span>Decimal sign</span><select name="decimal"></select></label>
        <label><span>Names above</span><select name="header"></select></label>
        <label><span>Letters</span><select name="encoding"></select></label>
      </div>
      <ul></ul>
    </details>
  </div>
  <footer>
    <p id="table-preview-problem" class="problem" hidden></p>
    <button value="">Cancel</button>
    <button class="primary" value="use" data-table="use" autofocus
      aria-describedby="table-preview-words table-preview-problem">Use these points</button>
  </footer>
</form>
"""
