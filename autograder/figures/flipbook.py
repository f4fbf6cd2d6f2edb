"""A picture that moves: frames that a reader plays or pages through, with a still one where scripts do not run.

Everything it needs is in the page itself. It never starts by itself, so nobody has to ask for less motion; the arrow
keys move the slider, and a caption says what a frame shows.
"""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from autograder.figures.figure import Picture, width_of

SECONDS_PER_FRAME = 0.9
CONTROLS = """<figure id="{id}" style="margin: 0">
<img src="data:image/png;base64,{still}" alt="{alt}" width="{width}" style="max-width: 100%; height: auto">
<div hidden style="gap: 0.6em; align-items: center; flex-wrap: wrap">
<button type="button">play</button>
<input type="range" min="0" max="{last}" value="{last}" aria-label="step">
<output aria-live="polite"></output>
</div>
<script>
(() => {{
  const figure = document.getElementById("{id}"), frames = {frames};
  const [image, controls] = figure.children, [button, slider, caption] = controls.children;
  let timer = null;
  const show = (n) => {{
    slider.value = n;
    image.src = "data:image/png;base64," + frames[n].image;
    image.alt = frames[n].alt;
    caption.textContent = slider.ariaValueText = frames[n].caption;
  }};
  const stop = () => {{ clearInterval(timer); timer = null; button.textContent = "play"; }};
  const next = () => {{ if (+slider.value < frames.length - 1) show(+slider.value + 1); else stop(); }};
  slider.addEventListener("input", () => {{ stop(); show(+slider.value); }});
  button.addEventListener("click", () => {{
    if (timer !== null) return stop();
    if (+slider.value === frames.length - 1) show(0);
    button.textContent = "stop";
    timer = setInterval(next, {milliseconds});
  }});
  controls.hidden = false;
  controls.style.display = "flex";
  show(frames.length - 1);
}})();
</script>
</figure>"""


@dataclass(frozen=True, repr=False, eq=False)
class Flipbook(Picture):
    """Frames in order, each with its caption; as a still picture it is its last frame."""

    frames: tuple[tuple[str, Picture], ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        try:
            images = [picture.png() for _, picture in self.frames]
        except Exception:  # no matplotlib, or one that does not work here: in words, as any picture
            return super()._repr_mimebundle_()
        still = base64.b64encode(images[-1]).decode()
        told = [
            {"caption": caption, "alt": picture.alt, "image": base64.b64encode(image).decode()}
            for (caption, picture), image in zip(self.frames, images, strict=True)
        ]
        width = max(map(width_of, images))
        page = CONTROLS.format(
            id=f"flipbook-{uuid4().hex[:12]}",
            still=still,
            alt=html.escape(self.alt),
            width=width,
            last=len(images) - 1,
            frames=json.dumps(told).replace("</", "<\\/"),
            milliseconds=round(1000 * SECONDS_PER_FRAME),
        )
        return (
            {"text/html": page, "image/png": still, "text/plain": repr(self)},
            {"image/png": {"alt": self.alt, "width": width}},
        )


def flipbook(frames: Sequence[tuple[str, Picture]], *, alt: str) -> Picture:
    """Show pictures one after the other, (caption, picture) each; the last one is shown where nothing can move.

    Raises ValueError without frames.
    """
    if not frames:
        raise ValueError("frames: a flipbook needs at least one picture")
    return Flipbook(alt, frames[-1][1].draw, tuple(frames))
