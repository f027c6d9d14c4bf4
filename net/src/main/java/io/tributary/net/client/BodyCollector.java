package io.tributary.net.client;

import io.tributary.net.client.HttpCallException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;

/// Gathers one answer within its bounds.
///
/// A body of status 2xx that is too long fails the call; any other body is cut, and the connection
/// with it, for the rest of an error is not worth reading.
final class BodyCollector implements Response.Listener {
  private static final int FIRST_BYTES = 4 << 10;
  private static final byte[] NOTHING = new byte[0];

  private static final class CutException extends Exception {
    CutException() {
      super("error body cut", null, false, false);
    }
  }

  private final HttpCall call;
  private final CompletableFuture<HttpResponse> done = new CompletableFuture<>();

  // Written by the connection's thread, one event after the other.
  private byte[] body = NOTHING;
  private int size;
  private int bound;
  private boolean isTruncated;

  BodyCollector(HttpCall call) {
    this.call = call;
  }

  HttpResponse await() throws InterruptedException, ExecutionException {
    return done.get();
  }

  @Override
  public void onHeaders(Response response) {
    boolean success = response.getStatus() >= 200 && response.getStatus() < 300;
    bound = success ? call.maxBodyBytes() : call.maxErrorBytes();
    long declared = response.getHeaders().getLongField("Content-Length");
    if (success && declared > bound && !call.method().equals("HEAD")) {
      var _ = response.abort(tooLarge());
    } else if (declared > 0) {
      body = new byte[(int) Math.min(Math.min(declared, bound), 64 << 10)];
    }
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    int length = content.remaining();
    if (isTruncated) {
      content.position(content.limit());
      return;
    }
    int take = Math.min(length, bound - size);
    if (body.length - size < take) {
      long wanted = Math.max(Math.max(body.length * 2L, FIRST_BYTES), (long) size + take);
      body = Arrays.copyOf(body, (int) Math.min(wanted, bound));
    }
    content.get(body, size, take);
    size += take;
    if (take == length) return;
    content.position(content.limit());
    isTruncated = true;
    boolean success = response.getStatus() >= 200 && response.getStatus() < 300;
    var _ = response.abort(success ? tooLarge() : new CutException());
  }

  private HttpCallException tooLarge() {
    return JettyCaller.failure(
        Kind.BODY_SIZE, call, "the body is larger than " + bound + " bytes", null);
  }

  @Override
  public void onComplete(Result result) {
    var failure = result.getFailure();
    if (failure != null && !(failure instanceof CutException)) {
      done.completeExceptionally(failure);
      return;
    }
    var response = result.getResponse();
    done.complete(
        new HttpResponse(
            response.getStatus(),
            JettyCaller.copy(response.getHeaders()),
            body.length == size ? body : Arrays.copyOf(body, size),
            isTruncated,
            call.url()));
  }
}
