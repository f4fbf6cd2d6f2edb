"""Passes texts in place of numbers, for the error that quotes them."""

def attack(chain, x):
    for text in ("::error::x", "\x1b]0;x\x07", "##vso[task.complete]", "<script>", "=1+1", "a" * 10**6):
        found = ask(lambda text=text: compose([np.sin], text)), ask(lambda text=text: affine(text, text, text))
        if any(each is not None for each in found):
            return found
    return x
