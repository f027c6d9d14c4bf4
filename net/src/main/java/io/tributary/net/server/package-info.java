/// The HTTP server: routes to plain blocking functions, one virtual thread per request.
///
/// [io.tributary.net.server.HttpServer] listens; [io.tributary.net.server.Routes] says which
/// handler answers what; [io.tributary.net.server.WebConfig] is the file with TLS, users, headers
/// and rate limit that Prometheus' exporter toolkit defines.
@NullMarked
package io.tributary.net.server;

import org.jspecify.annotations.NullMarked;
