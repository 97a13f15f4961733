"""Names the characters in a file that must not reach a terminal: unsafe.py FILE

Control characters, those that change the direction of text or separate lines, and invisible ones.
"""
import re
import sys

data = open(sys.argv[1], 'rb').read()
invisible = '\u061c\u200e\u200f\u2028\u2029\ufeff'
ranges = [('\x00', '\x08'), ('\x0b', '\x1f'), ('\x7f', '\x9f'), ('\u202a', '\u202e'), ('\u2066', '\u2069')]
ranges.append(('\U000e0000', '\U000e007f'))
found = {
    f'U+{ord(c):04X}'
    for c in data.decode('utf-8', 'replace')
    if c in invisible or any(low <= c <= high for low, high in ranges)
}
if re.search(rb'(?<![\xc2-\xf4\x80-\xbf])[\x80-\x9f]', data):
    found.add('a byte of C1')
print(' '.join(sorted(found)))
