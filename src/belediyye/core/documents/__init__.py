"""Papers and workbooks: PDF by typst, QR codes, spreadsheets in and out."""
