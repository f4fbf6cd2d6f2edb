"""What the usual exceptions of a beginner mean, and what to do: one catalogue for notebook, terminal and pages.

A message is what a student reads of an exception: its kind and text, the line of code, the shapes in it (faulty_line).
The first explanation that fits is the one; sentences that depend on the line and its shapes are in exception_words.
"""

from __future__ import annotations

from collections.abc import Iterable

from autograder.core import exception_words as words
from autograder.core.explanation import Explanation, first_fit
from autograder.core.syntax_errors import SYNTAX


def explain(message: str, more: Iterable[Explanation] = ()) -> str:
    """Return what an exception's message means and what to do, or "". more: an author's own, which are asked first."""
    return first_fit(message, (*more, *EXPLANATIONS))


EXPLANATIONS: tuple[Explanation, ...] = (
    *SYNTAX,
    Explanation(
        r"still has the line `raise NotImplementedError",
        "The line that marked the exercise as open is still there, and stops the function: delete it.",
    ),
    Explanation(
        r"calls `(\w+)`, which is not written yet",
        "`{1}` is an exercise of its own, and this one uses it: write it first.",
    ),
    Explanation(
        r"`np\.[\w.]+` was replaced by",
        "A cell has put a value in the place of one of numpy's functions: give that value another name, then restart "
        "the kernel and run all cells.",
    ),
    Explanation(r"truth value of an array", words.ambiguous),
    Explanation(
        r"inhomogeneous shape", "The rows are not equally long, so they make no table: look at how the list is built."
    ),
    Explanation(
        r"bitwise_xor|unsupported operand type\(s\) for \^",
        "`^` is not a power in Python but exclusive or: write `x**2`.",
    ),
    Explanation(
        r"(?:only length-1 arrays|only 0-dimensional arrays|only size-1 arrays).*\bmath\.(\w+)",
        words.numpy_for_math,
    ),
    Explanation(
        r"only length-1 arrays|only 0-dimensional arrays|only size-1 arrays|setting an array element with a sequence"
        r"|can only convert an array of size 1",
        "There is an array where a single number is needed: work on the whole array with numpy's functions, or take "
        "one entry of it first.",
    ),
    Explanation(r"matmul: Input operand .* (?:mismatch in its core dimension)", words.product),
    Explanation(
        r"matmul: Input operand \d does not have enough dimensions",
        "`@` needs tables or vectors, and one side is a single number: multiply by a number with `*`.",
    ),
    Explanation(r"shapes \(([\d,]*)\) and \(([\d,]*)\) not aligned", words.aligned),
    Explanation(r"operands could not be broadcast together with shapes \(([\d,]*)\) \(([\d,]*)\)", words.broadcast),
    Explanation(
        r"too many indices for array: array is (\d)-dimensional, but (\d) were indexed",
        "The array has {1} axes and {2} are asked for: it has lost one, as `X[:, i]` does (`X[:, i:i+1]` keeps it), or "
        "a sum without `keepdims=True`.",
    ),
    Explanation(
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "Axis {1} is asked of an array of {2} axes, which are counted from 0: has it lost an axis, as `X[:, i]` does "
        "(`X[:, i:i+1]` keeps it)?",
    ),
    Explanation(
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        words.beyond,
    ),
    Explanation(
        r"IndexError: (?:list|tuple) index out of range",
        "Counting begins at 0: of n entries the last has index n - 1. Does the loop run one too far?",
    ),
    Explanation(
        r"IndexError: only integers, slices|(?:slice )?indices must be integers(?:.*, not '?([\w.]+))?",
        words.no_index,
    ),
    Explanation(
        r"only integer scalar arrays can be converted to a scalar index|"
        r"'numpy\.ndarray' object cannot be interpreted as an integer",
        "There is an array where one whole number is needed: `for v in values` walks through an array, "
        "`range(len(values))` counts its entries; an axis goes by name, `axis=0`, and several arrays go in as one "
        "tuple, "
        "`np.vstack((a, b))`.",
    ),
    Explanation(
        r"object cannot be interpreted as an integer",
        "A shape, a count and an axis are whole numbers: `np.ones_like(x)` and `np.zeros(x.shape)` make an array "
        "of "
        "x's shape, `range(n)` needs a whole n.",
    ),
    Explanation(
        r"Cannot interpret '.*' as a data type",
        "This argument is taken for a data type: a shape is one tuple, `np.zeros((n, m))`, and options go by name, "
        "`keepdims=True`.",
    ),
    Explanation(
        r"either both or neither of x and y should be given",
        "`np.where(condition, a, b)` needs both values: a where the condition holds, and b where it does not.",
    ),
    Explanation(
        r"UnboundLocalError.*'(\w+)'",
        "`{1}` is used before the function gives it a value: it is set further down, or only in one branch of an `if`.",
    ),
    Explanation(r"NameError: name '(\w+)' is not defined", words.undefined),
    Explanation(
        r"'NoneType' object has no attribute '(append|extend|insert|sort|reverse)'",
        "`{1}` changes the list itself and gives back None: write `places.{1}(…)` on a line of its own, without "
        "`places =`.",
    ),
    Explanation(
        r"'NoneType' object is not callable",
        "None is called like a function: a name was given the result of a function that returns nothing.",
    ),
    Explanation(
        r"NoneType",
        "None takes part in this: it is what a function without `return` gives back. Look at the function whose result "
        "is used here; does every way through it end in `return`?",
    ),
    Explanation(
        r"maximum recursion depth",
        "The function calls itself without end. If that is meant, it needs a case that returns without a call of "
        "itself; if not, another function's name belongs there.",
    ),
    Explanation(
        r"(\w+)\(\) missing (?:\d+ )?required (?:positional )?arguments?:? ('\w+'(?:,? (?:and )?'\w+')*)",
        words.missing_arguments,
    ),
    Explanation(
        r"(\w+)\(\) takes ((?:from )?\d+(?: to \d+)? (?:positional )?arguments?) but (\d+) (?:was|were) given",
        words.counted,
    ),
    Explanation(r"(\w+)\(\) takes (no) arguments \((\d+) given\)", words.counted),
    Explanation(
        r"is an invalid keyword argument for \w+\(\)|(?<!\w)(?:sum|max|min|abs)\(\) got an unexpected keyword",
        "Python's own function knows no such option: numpy's does, `np.sum(x, axis=0)`, `np.max(x, axis=0)`.",
    ),
    Explanation(
        r"return arrays must be of ArrayType",
        "One argument too many is passed: numpy takes the second one for the place to write to. What should the "
        "function get?",
    ),
    Explanation(
        r"got (?:an unexpected keyword|multiple values for) argument '(\w+)'",
        "The function takes no `{1}=`: look at its `def` line.",
    ),
    Explanation(
        r"'(list|tuple|int|float|bool)' object has no attribute '(\w+)'",
        words.attribute_of_number,
    ),
    Explanation(r"module 'numpy' has no attribute '(\w+)'", words.attribute_of_numpy),
    Explanation(
        r"'numpy\.ndarray' object has no attribute '(\w+)'",
        words.attribute_of_array,
    ),
    Explanation(
        r"'(numpy\.ndarray|float|int|bool|numpy\.float64|list|tuple)' object is not callable",
        words.no_function,
    ),
    Explanation(
        r"'(?:builtin_function_or_method|function|method|numpy\.ufunc|type)' object is not subscriptable",
        "A function is called with `( )`; `[ ]` takes an entry of an array or a list.",
    ),
    Explanation(
        r"can't multiply sequence by non-int|can only concatenate (?:list|tuple)|for [-+*/@]+: '(?:list|tuple)'"
        r"|for [-+*/@]+: '\w+' and '(?:list|tuple)'",
        words.no_array,
    ),
    Explanation(
        r"(?:for [-+*/@]+|pow\(\)): '(?:function|builtin_function_or_method|method|ufunc|numpy\.ufunc)'"
        r"|and '(?:function|builtin_function_or_method|method|numpy\.ufunc)'",
        words.bare_function,
    ),
    Explanation(
        r"cannot unpack non-iterable|not enough values to unpack|too many values to unpack",
        words.unpacked,
    ),
    Explanation(
        r"'(?:int|float|bool|complex|numpy\.\w+)' object is not (?:subscriptable|iterable)|has no len\(\)"
        r"|of unsized object|iteration over a 0-d array",
        "There is one number where an array or a list is expected: `[ ]`, `len` and `for` need several values.",
    ),
    Explanation(
        r"Cannot cast ufunc|same_kind",
        "The array holds whole numbers, and `+=` cannot put fractions into it: write `x = x + …`, or make it float.",
    ),
    Explanation(
        r"loop of ufunc does not support|ufunc '\w+' (?:not supported|did not contain)",
        "The array holds something that is not a number (None, a list, a text): look at how it is made.",
    ),
    Explanation(
        r"could not broadcast input array from shape|cannot copy sequence with size",
        "What is written into a part of an array must have that part's shape: print both shapes.",
    ),
    Explanation(
        r"could not convert string to float",
        "There is text where a number is needed: quotes make a text, and numbers have none.",
    ),
    Explanation(
        r"zero-size array to reduction",
        "The largest or smallest of no entries is asked for: is a slice or a mask empty here?",
    ),
    Explanation(
        r"math domain error|math range error|OverflowError",
        "The number is outside what the function can take or give: a logarithm of 0 or less, or an exponential of a "
        "large "
        "number?",
    ),
    Explanation(
        r"ZeroDivisionError", "The divisor is 0 for one of the inputs: treat that case, or look at how it is computed."
    ),
    Explanation(
        r"AssertionError",
        "An `assert` in your code does not hold for this input: it asks too much, or what it checks is wrong.",
    ),
    Explanation(r"KeyError", "The dictionary has no such key: it is written differently, or was never put in."),
    Explanation(
        r"Out of memory|MemoryError", "The arrays are far larger than needed: does a shape or a loop grow without end?"
    ),
    Explanation(
        r"AxisError|ValueError: cannot reshape",
        "The number of entries stays when a shape changes: multiply the lengths of its axes to compare.",
    ),
    Explanation(
        r"ModuleNotFoundError: No module named '([\w.]+)'",
        "`{1}` is not installed where this runs: the exercise can be solved with numpy.",
    ),
    Explanation(
        r"all the input array|all input arrays must have the same shape|must match exactly",
        "Arrays that are put together must have as many axes each, and equal lengths in all but the one that grows: "
        "print "
        "their shapes.",
    ),
    Explanation(
        r"must be square",
        "Only a square matrix, of as many rows as columns, has this: look at its shape, or at a `.T`.",
    ),
    Explanation(
        r"axes don't match array",
        "As many axes must be named as the array has: `x.T` turns all of them around by itself.",
    ),
    Explanation(
        r"remapped shapes",
        "In einsum one letter stands for one length: write the shapes beside the letters and compare.",
    ),
    Explanation(
        r"invalid index to scalar variable",
        "There is a single number left where one more index asks for an entry of it: count the `[ ]`.",
    ),
    Explanation(r"__round__", "Python's `round` takes one number: `np.round` works on every entry of an array."),
    Explanation(r"can only concatenate str", "Text and numbers do not add up: numbers stand without quotes."),
    Explanation(
        r"object is not (?:subscriptable|iterable)",
        "`[ ]` and `for` need several values in order, in a list or an array.",
    ),
    Explanation(r"for ([-+*/@%]+|\*\*)[^:]*: '([\w.]+)' and '([\w.]+)'", words.operands),
    Explanation(r"'([\w.]+)' object has no attribute '(\w+)'", words.attribute),
    Explanation(
        r"FileNotFoundError|EOFError|PermissionError",
        "An answer reads no files and uses no network: all that it needs is in its arguments.",
    ),
    Explanation(
        r": `raise ", "This is your own `raise`: its condition holds for this input, which has to be answered."
    ),
)
