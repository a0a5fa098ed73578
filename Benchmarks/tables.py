"""What was compared, as tables in Markdown."""

WAYS = {"eager": "eager", "compile": "torch.compile", "onnx": "ONNX Runtime"}


def speed_table(rows: list[dict]) -> str:
    """Own medians, those of each other way, and the ratio to the best of these: below 1 is less than the best's."""
    parts = []
    for key, title, digits in [
        ("forward", "Forward, seconds", 2),
        ("first", "Start to answer, seconds", 2),
        ("peak", "Peak memory, MiB", 0),
    ]:
        share = " share of the product's rate |" if key == "forward" else ""
        lines = [
            f"| {title} | this program | {' | '.join(WAYS.values())} | ratio to the best |{share}",
            "|---|" + "---|" * (len(WAYS) + 2 + bool(share)),
        ]
        for row in rows:
            others = {way: row[way][key] for way in WAYS if way in row}
            own = row["perceiver"][key]
            cells = [row["name"], f"{own:.{digits}f}"]
            cells += [f"{others[way]:.{digits}f}" if way in others else "–" for way in WAYS]
            cells.append(f"**{own / min(others.values()):.2f}**" if others else "–")
            if share:
                cells.append(f"{row['perceiver']['share']:.2f} of {row['perceiver']['product']:.0f} GFLOP/s")
            lines.append("| " + " | ".join(cells) + " |")
        parts.append("\n".join(lines))
    failures = [
        f"- {row['name']}, {WAYS[way]}: {why}" for row in rows for way, why in row["failures"].items()
    ]
    if failures:
        parts.append("Without a number:\n\n" + "\n".join(failures))
    return "\n\n".join(parts)


def differences_table(rows: list[dict]) -> str:
    """The largest differences of outputs, latents and maps, as such and relative to the largest number of the tensor,
    and the largest share of what is allowed."""
    kinds = {
        "outputs": "logits",
        "latents": "latents",
        "encoder's map": "attention.encoder",
        "self-attention's maps": "attention.self",
        "decoder's map": "attention.decoder",
    }
    lines = [f"| | {' | '.join(kinds)} | share of the tolerance |", "|---|" + "---|" * (len(kinds) + 1)]
    for row in rows:
        cells = [row["name"]]
        for prefix in kinds.values():
            found = [value for key, value in row["differences"].items() if key.startswith(prefix)]
            both = [max(value[kind] for value in found) for kind in ["largest", "relative"]] if found else []
            cells.append(" / ".join(f"{value:.0e}" for value in both) or "–")
        shares = [value["share"] for value in row["differences"].values()]
        cells.append(f"{max(shares):.3f}" if shares else "–")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
