"""The Perceiver IO that is trained: front ends, one trunk, one query and linear layer per task.

Parameters are named as in the published Perceiver checkpoints wherever those have a counterpart,
so that one reader serves both. Jaegle et al., arXiv 2107.14795.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .configuration import Configuration, FrontEnd, Text
from .fronts import Convolution, Input, LipTokens, PointTokens, UnitTokens, fourier_features

# Modalities whose masked tokens are asked for by themselves.
BY_TOKEN = ("text", "units")


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Softmax attention [B, heads, n, d]; on a CPU by plain products, whose gradients take a third of the time
    of PyTorch's own (heads of 32 channels).
    """
    if q.is_cuda:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    scores = q * q.shape[-1] ** -0.5 @ k.transpose(2, 3)
    if mask is not None:
        # In place and unseen by autograd: what softmax makes zero has no gradient anyway.
        scores.data.masked_fill_(~mask, -torch.inf)
    return scores.softmax(3).to(v.dtype) @ v


class Attention(nn.Module):
    """Multi-head attention of `x` [B, n, D] over `y` [B, m, E]; without `y`, over `x` itself."""

    class Projections(nn.Module):
        def __init__(self, queries: int, keys: int | None) -> None:
            super().__init__()
            self.layernorm1 = nn.LayerNorm(queries)
            if keys is not None:
                self.layernorm2 = nn.LayerNorm(keys)
            self.query = nn.Linear(queries, queries)
            self.key = nn.Linear(keys or queries, queries)
            self.value = nn.Linear(keys or queries, queries)

    def __init__(self, queries: int, keys: int | None, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.self = Attention.Projections(queries, keys)
        self.output = nn.ModuleDict({"dense": nn.Linear(queries, queries)})

    def forward(self, x: Tensor, y: Tensor | None, mask: Tensor | None) -> Tensor:
        p = self.self
        x = p.layernorm1(x)
        y = x if y is None else p.layernorm2(y)
        q, k, v = (
            t.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for t in (p.query(x), p.key(y), p.value(y))
        )
        mixed = attention(q, k, v, mask)
        return self.output["dense"](mixed.transpose(1, 2).flatten(-2))


class Layer(nn.Module):
    """Attention and a two-layer MLP, each added to what entered; norms come before."""

    def __init__(self, queries: int, keys: int | None, heads: int, widening: int) -> None:
        super().__init__()
        self.attention = Attention(queries, keys, heads)
        self.layernorm = nn.LayerNorm(queries)
        self.mlp = nn.ModuleDict(
            {
                "dense1": nn.Linear(queries, widening * queries),
                "dense2": nn.Linear(widening * queries, queries),
            }
        )

    def forward(self, x: Tensor, y: Tensor | None = None, mask: Tensor | None = None) -> Tensor:
        x = x + self.attention(x, y, mask)
        return x + self.mlp["dense2"](F.gelu(self.mlp["dense1"](self.layernorm(x))))


def hashed_ngrams(ids: Tensor, size: int, buckets: int) -> Tensor:
    """The bucket [B, L] of the `size` bytes that end at each byte of `ids`; -1 where there are fewer."""
    word = 0xFFFFFFFF
    ids = ids.long() + 1
    length = ids.shape[1]
    found = torch.full_like(ids, -1)
    if length < size:
        return found
    value = torch.full_like(ids[:, size - 1 :], size * 0x9E3779B1 & word)
    for offset in range(size):
        value = (value ^ ids[:, offset : length - size + 1 + offset]) * 0x01000193 & word
    value = (value ^ value >> 15) * 0x2C1B3C6D & word
    found[:, size - 1 :] = (value ^ value >> 13) % buckets
    return found


class ByteTokens(nn.Module):
    """Bytes as vectors: a byte's own and those of the n-grams that end with it."""

    def __init__(self, settings: Text) -> None:
        super().__init__()
        self.settings = settings
        self.embeddings = nn.Embedding(settings.vocabulary, settings.embedding)
        if settings.ngram_sizes:
            self.ngrams = nn.Embedding(settings.ngram_buckets, settings.embedding)
            nn.init.zeros_(self.ngrams.weight)

    def forward(self, ids: Tensor) -> Tensor:
        """`ids` [B, L] to [B, L, embedding]."""
        x, s = self.embeddings(ids), self.settings
        if not s.ngram_sizes:
            return x
        buckets = torch.stack([hashed_ngrams(ids, n, s.ngram_buckets) for n in s.ngram_sizes], 2)
        weights = (buckets >= 0).float()
        if self.training:
            # Known phrases must not be all that is learned: some n-grams are missing, in some texts all.
            weights = weights * (torch.rand_like(weights) > 0.45) / 0.55
            weights = weights * (torch.rand(len(ids), 1, 1, device=ids.device) > 0.1)
        sums = F.embedding_bag(
            buckets.clamp_min(0).flatten(0, 1),
            self.ngrams.weight,
            per_sample_weights=weights.flatten(0, 1),
            mode="sum",
        )
        return x + sums.unflatten(0, ids.shape)


class InputTokens(nn.Module):
    """Features of one modality's convolutions, beside position features and a modality vector."""

    def __init__(self, inputs: int, front: FrontEnd, d_model: int) -> None:
        super().__init__()
        self.front = front
        if isinstance(front, Text):
            self.bytes = ByteTokens(front)
        sizes = [inputs, *(stage.channels for stage in front.stages)]
        self.stem = nn.ModuleList(Convolution(a, s) for a, s in zip(sizes, front.stages))
        grid = front.grid if len(front.grid) == 2 else (1, *front.grid)
        table = fourier_features(front.grid, front.bands).unflatten(0, grid)
        self.register_buffer("positions", table, persistent=False)
        rest = d_model - sizes[-1] - front.position_channels
        self.padding = nn.Parameter(torch.randn(rest) * 0.5)

    def forward(self, x: Tensor, counts: Tensor) -> tuple[Tensor, Tensor]:
        """`x` [B, c, H, W] with `counts` valid columns each, to tokens [B, M, C] and validity [B, M].

        Texts are byte ids [B, W].
        """
        if isinstance(self.front, Text):
            x = self.bytes(x).transpose(1, 2)[:, :, None]
            x = x * (torch.arange(x.shape[3], device=x.device) < counts[:, None])[:, None, None]
        for stage, convolution in zip(self.front.stages, self.stem):
            x = convolution(x)
            counts = (counts - 1) // stage.stride[1] + 1
            valid = torch.arange(x.shape[3], device=x.device) < counts[:, None]
            x = x * valid[:, None, None]
        batch, _, height, width = x.shape
        positions = self.positions[:height, :width].to(x.dtype)
        tokens = torch.cat(
            [
                x.permute(0, 2, 3, 1),
                positions.expand(batch, -1, -1, -1),
                self.padding.to(x.dtype).expand(batch, height, width, -1),
            ],
            dim=3,
        )
        return tokens.flatten(1, 2), valid[:, None].expand(-1, height, -1).flatten(1)


def drop_tokens(tokens: Tensor, valid: Tensor, keep: Tensor, order: Tensor) -> tuple[Tensor, Tensor]:
    """The tokens of each row that come first by `order` [B, M], and their validity.

    `keep` [B] is the share of its valid tokens that a row keeps, at least one.
    """
    order = order.masked_fill(~valid, torch.inf).argsort(1)
    wanted = (valid.sum(1) * keep).ceil().clamp_min(1).long()
    order = order[:, : int(wanted.max())]
    kept = torch.gather(tokens, 1, order[..., None].expand(-1, -1, tokens.shape[2]))
    return kept, torch.arange(order.shape[1], device=valid.device) < wanted[:, None]


class Perceiver(nn.Module):
    """Latents that ask the input once, then each other, and are asked by queries of tasks and of tokens."""

    def __init__(self, configuration: Configuration, classes: dict[str, int]) -> None:
        super().__init__()
        c = configuration
        self.configuration = c
        fronts = {
            "image": lambda: InputTokens(3, c.image, c.d_model),
            "audio": lambda: InputTokens(1, c.audio, c.d_model),
            "text": lambda: InputTokens(c.text.embedding, c.text, c.d_model),
            "points": lambda: PointTokens(c.points, c.d_model),
            "clip": lambda: LipTokens(c.clip, c.d_model),
            "units": lambda: UnitTokens(c.units, c.d_model),
        }
        self.input_preprocessor = nn.ModuleDict({m: fronts[m]() for m in c.modalities})
        self.embeddings = nn.ParameterDict(
            {"latents": nn.Parameter(torch.randn(c.num_latents, c.d_latents) * 0.2)}
        )
        d = c.d_latents
        self.encoder = nn.ModuleDict(
            {
                "cross_attention": Layer(
                    d, c.d_model, c.num_cross_attention_heads, c.cross_attention_widening_factor
                ),
                "self_attends": nn.ModuleList(
                    Layer(d, None, c.num_self_attention_heads, c.self_attention_widening_factor)
                    for _ in range(c.num_self_attends_per_block)
                ),
            }
        )
        self.decoder = nn.ModuleDict(
            {
                "decoding_cross_attention": Layer(
                    d, d, c.num_decoder_attention_heads, c.decoder_widening_factor
                ),
                "queries": nn.ParameterDict(
                    {task: nn.Parameter(torch.randn(1, d) * 0.2) for task in classes}
                ),
                "final_layer": nn.ModuleDict({task: nn.Linear(d, count) for task, count in classes.items()}),
                "token_queries": nn.ModuleDict(
                    {
                        # A masked byte or unit is asked for by its token, which knows those beside it; pixels and
                        # tiles by their place alone.
                        m: nn.Linear(c.d_model if m in BY_TOKEN else c.front_end(m).position_channels, d)
                        for m in c.reconstructs
                    }
                ),
                "token_layers": nn.ModuleDict(
                    {m: nn.Linear(d, c.token_outputs(m)) for m in c.reconstructs}
                ),
            }
        )

    @classmethod
    def answering(cls, configuration: Configuration, labels: dict[str, list[str]]) -> "Perceiver":
        """A new model for tasks of these classes."""
        return cls(configuration, {task: len(names) for task, names in labels.items()})

    def tokens(self, modality: str, x: Input, counts: Input) -> tuple[Tensor, Tensor]:
        """Tokens [B, M, C] of inputs, and which of them there are.

        Of clips `x` and `counts` are dictionaries of `lips`, `sound` or both; tokens of the lips come first.
        """
        if modality != "clip":
            return self.input_preprocessor[modality](x, counts)
        fronts = {"lips": self.input_preprocessor["clip"], "sound": self.input_preprocessor["audio"]}
        parts = [front(x[part], counts[part]) for part, front in fronts.items() if part in x]
        return torch.cat([p[0] for p in parts], 1), torch.cat([p[1] for p in parts], 1)

    def encode(self, tokens: Tensor, valid: Tensor) -> Tensor:
        z = self.embeddings["latents"].expand(len(tokens), -1, -1)
        mask = None if bool(valid.all()) else valid[:, None, None]
        z = self.encoder["cross_attention"](z, tokens, mask)
        for _ in range(self.configuration.num_blocks):
            for layer in self.encoder["self_attends"]:
                z = layer(z)
        return z

    def read(self, tasks: list[str], latents: Tensor) -> Tensor:
        """What the query of each task reads from the latents, [B, tasks, D]."""
        queries = torch.cat([self.decoder["queries"][t] for t in tasks]).expand(len(latents), -1, -1)
        return self.decoder["decoding_cross_attention"](queries, latents)

    def decode(self, tasks: list[str], latents: Tensor, dropout: float = 0.0) -> list[Tensor]:
        """Logits [B, classes] of each task."""
        if not tasks:
            return []
        answers = self.read(tasks, latents)
        answers = F.dropout(answers, dropout, self.training)
        return [self.decoder["final_layer"][t](answers[:, i]) for i, t in enumerate(tasks)]

    def decode_tokens(self, modality: str, cells: Tensor, tokens: Tensor, latents: Tensor) -> Tensor:
        """What the tokens at `cells` [B, k] stand for, [B, k, outputs].

        Cells are rows and columns of the whole grid, counted through; `tokens` [B, M, C] are the input's, before
        any is left out.
        """
        if modality in BY_TOKEN:
            asked = torch.gather(tokens, 1, cells[..., None].expand(-1, -1, tokens.shape[2]))
        else:
            asked = self.input_preprocessor[modality].positions.flatten(0, -2)[cells]
        queries = self.decoder["token_queries"][modality](asked)
        answers = self.decoder["decoding_cross_attention"](queries, latents)
        return self.decoder["token_layers"][modality](answers)

    def latents(
        self, modality: str, x: Input, counts: Input, keep: Tensor | None = None, order: Tensor | None = None
    ) -> Tensor:
        """The final latents [B, N, D]; with `keep` only a part of the tokens is seen, those first by `order`."""
        tokens, valid = self.tokens(modality, x, counts)
        if keep is not None:
            tokens, valid = drop_tokens(tokens, valid, keep, torch.rand(valid.shape, device=valid.device) if order is None else order)
        return self.encode(tokens, valid)
