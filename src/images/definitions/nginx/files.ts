// The configuration and pages that come with nginx.
import { type Entry, link } from '../../../machine/filesystem/tree';

const mainConfiguration = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    access_log  /var/log/nginx/access.log;

    sendfile        on;
    keepalive_timeout  65;

    include /etc/nginx/conf.d/*.conf;
}
`;

const defaultServer = `server {
    listen       80;
    listen  [::]:80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`;

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
body { width: 35em; margin: 0 auto; font-family: sans-serif; }
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>The web server runs and answers. Put your own pages where this one is, in
<code>/usr/share/nginx/html</code>, to see them here.</p>
</body>
</html>
`;

const error = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
</head>
<body>
<h1>An error occurred.</h1>
<p>What was asked for can't be had at the moment.</p>
</body>
</html>
`;

export const nginxFiles: Readonly<Record<string, Entry>> = {
  '/etc/nginx/nginx.conf': mainConfiguration,
  '/etc/nginx/conf.d/default.conf': defaultServer,
  '/etc/nginx/mime.types': 'types {\n    text/html  html htm;\n    text/css   css;\n}\n',
  '/etc/nginx/modules': link('/usr/lib/nginx/modules'),
  '/usr/share/nginx/html/index.html': welcome,
  '/usr/share/nginx/html/50x.html': error,
};
