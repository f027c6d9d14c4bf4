package io.tributary.net.client;

import io.tributary.net.client.HttpCallException.Kind;
import io.tributary.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/// Gathers one answer within its bounds.
///
/// A body of status 2xx that is too long fails the call, unless the head suffices; any other body
/// is cut, and the connection with it, for the rest of an error is not worth reading.
final class BodyCollector implements Response.Listener {
  /// How long the body is waited for where the head suffices.
  static final long REMARK_PATIENCE_MS = 1_000;

  private static final int FIRST_BYTES = 4 << 10;
  private static final byte[] NOTHING = new byte[0];

  private static final class CutException extends Exception {
    CutException() {
      super("body cut", null, false, false);
    }
  }

  private final HttpCall call;
  private final CompletableFuture<HttpResponse> done = new CompletableFuture<>();
  private final CompletableFuture<Void> headRead = new CompletableFuture<>();

  // Guarded by this: the connection's thread writes, and a caller that waits no longer reads.
  private byte[] body = NOTHING;
  private int size;
  private int bound;
  private boolean isTruncated;
  private int status;
  private @Nullable HttpHeaders headers;

  BodyCollector(HttpCall call) {
    this.call = call;
  }

  HttpResponse await() throws InterruptedException, ExecutionException {
    if (!call.headSuffices()) return done.get();
    headRead.get();
    try {
      return done.get(REMARK_PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return soFar(true);
    }
  }

  private synchronized HttpResponse soFar(boolean truncated) {
    var present = headers;
    return new HttpResponse(
        status,
        present == null ? HttpHeaders.EMPTY : present,
        Arrays.copyOf(body, size),
        truncated,
        call.url());
  }

  private static boolean isSuccess(Response response) {
    return response.getStatus() >= 200 && response.getStatus() < 300;
  }

  @Override
  public void onHeaders(Response response) {
    boolean success = isSuccess(response);
    synchronized (this) {
      status = response.getStatus();
      headers = JettyCaller.copy(response.getHeaders());
      bound = success ? call.maxBodyBytes() : call.maxErrorBytes();
    }
    headRead.complete(null);
    long declared = response.getHeaders().getLongField("Content-Length");
    boolean mustFit = success && !call.headSuffices();
    if (mustFit && declared > bound && !call.method().equals("HEAD")) {
      var _ = response.abort(tooLarge());
    } else if (declared > 0) {
      synchronized (this) {
        body = new byte[(int) Math.min(Math.min(declared, bound), 64 << 10)];
      }
    }
  }

  @Override
  public void onContent(Response response, ByteBuffer content) {
    if (!keep(content)) {
      boolean mustFit = isSuccess(response) && !call.headSuffices();
      var _ = response.abort(mustFit ? tooLarge() : new CutException());
    }
  }

  /// False when the body is cut here.
  private synchronized boolean keep(ByteBuffer content) {
    int length = content.remaining();
    if (isTruncated) {
      content.position(content.limit());
      return true;
    }
    int take = Math.min(length, bound - size);
    if (body.length - size < take) {
      long wanted = Math.max(Math.max(body.length * 2L, FIRST_BYTES), (long) size + take);
      body = Arrays.copyOf(body, (int) Math.min(wanted, bound));
    }
    content.get(body, size, take);
    size += take;
    content.position(content.limit());
    isTruncated = take < length;
    return !isTruncated;
  }

  private HttpCallException tooLarge() {
    return JettyCaller.failure(
        Kind.BODY_SIZE, call, "the body is larger than " + bound + " bytes", null);
  }

  @Override
  public void onComplete(Result result) {
    var failure = result.getFailure();
    boolean isCut = failure instanceof CutException;
    if (failure != null && !isCut && !(call.headSuffices() && headRead.isDone())) {
      done.completeExceptionally(failure);
      headRead.completeExceptionally(failure);
      return;
    }
    done.complete(soFar(failure != null));
    headRead.complete(null);
  }
}
