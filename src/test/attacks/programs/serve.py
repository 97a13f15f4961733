"""An HTTP server: serve.py ADDRESS PORT FOLDER [REDIRECT]

Says each request. What is below /go is redirected to the address that the file REDIRECT holds.
"""
import http.server
import os
import socket
import sys

address, port, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
os.chdir(folder)


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):
        print('GET', self.path, flush=True)
        if not self.path.startswith('/go'):
            super().do_GET()
            return
        self.send_response(302)
        self.send_header('Location', open(sys.argv[4]).read().strip())
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6 if ':' in address else socket.AF_INET


server = Server((address, port), Handler)
print('ready', flush=True)
server.serve_forever()
