"""What a hostile guest says: it clears the screen, turns the direction of text, forges lines."""
import sys

text = (
    'ok\rcoreos-2 | FORGED1\nx\x1b[2J\x1b]0;title\x07\x1bPq\x1b\\ \x9b1m \x85NEL \u202eRLO \u2066LRI '
    '\u200eLRM \u061cALM \u2028coreos-2 | FORGED2 \u2029 \x00nul \x08\x08\x08back \x7f \U000e0041tag '
    '\x0b\x0ccoreos-2 | FORGED3\n'
)
for stream in (sys.stdout.buffer, sys.stderr.buffer):
    stream.write(text.encode() + b'\x9b31m C1\n')
    stream.flush()
