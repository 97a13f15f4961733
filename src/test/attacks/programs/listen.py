"""Waits at a UNIX socket and says who connects: listen.py PATH"""
import socket
import sys

server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print('ready', flush=True)
server.settimeout(60)
server.accept()
print('connected', flush=True)
