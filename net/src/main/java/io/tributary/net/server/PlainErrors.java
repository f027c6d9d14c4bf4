package io.tributary.net.server;

import io.tributary.net.http.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers requests that never come to a handler, such as malformed ones: the status in a line of
/// text, and nothing of what was sent.
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    byte[] text =
        (HttpStatus.describe(response.getStatus()) + "\n").getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, io.tributary.net.server.Response.TEXT);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, text.length);
    for (var header : Dispatcher.ALWAYS) response.getHeaders().put(header.name(), header.value());
    response.write(true, ByteBuffer.wrap(text), callback);
    return true;
  }
}
