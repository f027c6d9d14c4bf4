package io.tributary.plugins.consul;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.ConsulException;
import org.kiwiproject.consul.util.failover.ConsulFailoverInterceptor;

/// Ends an answer that is longer than it may be while it is read: the library takes in the whole of
/// it before anybody can look at it. And refuses one that lacks what the token may not read: it
/// looks like one of a store from which that was deleted.
///
/// The library lets nobody look at requests and answers but who decides where a request goes next
/// when one failed. Here it goes nowhere.
final class BoundedAnswers extends ConsulFailoverInterceptor {
  private final long maxBytes;

  BoundedAnswers(long maxBytes) {
    // Asked only by what is overridden here.
    super(null);
    this.maxBytes = maxBytes;
  }

  @Override
  public Response intercept(Interceptor.Chain chain) {
    try {
      Response response = chain.proceed(chain.request());
      if (isPartial(response)) {
        response.close();
        throw new IOException(
            "its token may not read everything there (Consul leaves out the rest)");
      }
      return response.newBuilder().body(new Bounded(response.body())).build();
    } catch (IOException e) {
      throw new ConsulException(e);
    }
  }

  /// Source: Consul's documentation, "ACL filtered results".
  private static boolean isPartial(Response response) {
    return "true".equalsIgnoreCase(response.header("X-Consul-Results-Filtered-By-ACLs"));
  }

  private final class Bounded extends ResponseBody {
    private final ResponseBody whole;
    private final BufferedSource source;

    Bounded(ResponseBody whole) {
      this.whole = whole;
      source = Okio.buffer(new Counted(whole.source()));
    }

    @Override
    public @Nullable MediaType contentType() {
      return whole.contentType();
    }

    @Override
    public long contentLength() {
      return whole.contentLength();
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }

  private final class Counted extends ForwardingSource {
    private long bytes;

    Counted(Source source) {
      super(source);
    }

    @Override
    public long read(Buffer into, long most) throws IOException {
      long read = super.read(into, most);
      bytes += Math.max(0, read);
      if (bytes > maxBytes) {
        throw new IOException("it answers more than " + maxBytes + " bytes");
      }
      return read;
    }
  }
}
