"""Names the secrets that an Ignition config holds: secrets.py CONFIG FOLDER"""
import base64
import json
import os
import sys
import urllib.parse


def texts(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value
        if value.startswith('data:'):
            head, body = value.split(',', 1)
            yield base64.b64decode(body).decode('utf8', 'replace') if head.endswith(';base64') else urllib.parse.unquote(body)


config, folder = sys.argv[1:]
held = '\n'.join(texts(json.load(open(config))))
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    if os.path.isfile(path) and open(path).read().strip() in held:
        print(name)
