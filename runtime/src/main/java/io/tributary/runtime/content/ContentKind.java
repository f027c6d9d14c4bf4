package io.tributary.runtime.content;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.block.FileArguments;
import java.io.IOException;
import java.util.List;

/// A kind of source, under the name of the block that asks for it: `import.file`, `module.git`.
public record ContentKind<A>(String name, ArgumentsCodec<A> arguments, Opener<A> opener) {

  /// Opens a source; nothing is read yet.
  @FunctionalInterface
  public interface Opener<A> {
    ContentSource open(ContentContext context, A arguments) throws IOException;
  }

  /// What `import.*` can read without the help of others.
  public static List<ContentKind<?>> imports() {
    return List.of(
        new ContentKind<>("import.file", FileArguments.CODEC, FileSource::open),
        new ContentKind<>("import.string", StringArguments.CODEC, StringSource::open),
        new ContentKind<>("import.git", GitArguments.codec("main", true), GitSource::open));
  }

  /// What `module.*` of Agent Flow can read without the help of others.
  public static List<ContentKind<?>> modules() {
    return List.of(
        new ContentKind<>("module.file", FileArguments.SECRET_CODEC, FileSource::open),
        new ContentKind<>("module.string", StringArguments.CODEC, StringSource::open),
        new ContentKind<>("module.git", GitArguments.codec("HEAD", false), GitSource::open));
  }

  /// `import.http` for an agent that can fetch.
  public static <C> ContentKind<?> httpImport(HttpFetcher<C> fetcher) {
    return http("import.http", fetcher);
  }

  /// `module.http` for an agent that can fetch.
  public static <C> ContentKind<?> httpModule(HttpFetcher<C> fetcher) {
    return http("module.http", fetcher);
  }

  private static <C> ContentKind<HttpArguments<C>> http(String name, HttpFetcher<C> fetcher) {
    return new ContentKind<>(
        name,
        HttpArguments.codec(fetcher),
        (context, arguments) -> new HttpSource<>(context, fetcher, arguments));
  }

  public boolean isHttp() {
    return name.endsWith(".http");
  }

  public boolean isFile() {
    return name.endsWith(".file");
  }
}
