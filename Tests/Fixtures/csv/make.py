"""Writes table.csv: cells that need care, as Python's csv module writes them. Usage: python3 make.py"""

import csv

CELLS = ["plain", "", "a,b", 'say "hi"', "two\nlines", 'x,"\n",y', " spaces ", "ä→猫", "'", '"', ","]

with open("table.csv", "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["number", "cell, with a comma", "again"])
    for number, cell in enumerate(CELLS):
        writer.writerow([number, cell, cell])
