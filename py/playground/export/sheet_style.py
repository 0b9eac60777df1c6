"""The look of a sheet for a lesson; the page's policy lets in this style by its hash."""

STYLE = """
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; margin: 0; }
body { max-width: 182mm; margin: 0 auto; padding: 0; color: #1b1b1f; background: #fff;
  font: 10.5pt/1.35 "Source Sans 3", "Helvetica Neue", Arial, sans-serif; }
h1 { font: 500 20pt/1.15 Georgia, serif; margin-bottom: 1.5mm; }
.task { font-size: 12pt; margin-bottom: 3mm; white-space: pre-line; }
.name { display: flex; justify-content: end; gap: 4mm; margin-bottom: 4mm; color: #5c5c66; }
.name i { width: 50mm; border-bottom: 0.3pt solid #85858f; }
.name .date { width: 25mm; }
.pictures { display: grid; grid-template-columns: 76mm 1fr; gap: 3mm 6mm; align-items: start; }
.pictures img { width: 100%; height: auto; display: block; }
.pictures div { display: grid; gap: 3mm; }
.settings { margin: 3mm 0; color: #5c5c66; }
table { width: 100%; border-collapse: collapse; margin: 3mm 0; table-layout: fixed; }
th, td { border: 0.3pt solid #85858f; padding: 1mm 1.5mm; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; }
th { font-weight: 600; font-size: 9pt; }
td { height: 7.5mm; }
.blank :is(th, td):first-child { width: 11mm; }
.blank :is(th, td):is(:nth-child(2), :last-child) { width: 42mm; }
.write { margin: 3mm 0; break-inside: avoid; }
.write i { display: block; height: 7.5mm; border-bottom: 0.3pt solid #85858f; }
footer { display: flex; gap: 5mm; align-items: center; margin-top: 4mm; break-inside: avoid; }
footer svg { flex: none; width: 24mm; height: 24mm; }
footer p { overflow-wrap: anywhere; font-size: 9pt; color: #5c5c66; }
tr, img { break-inside: avoid; }
"""
