package io.tributary.discovery.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A directory that looks like `/proc`.
public final class FakeProc {
  public static final String CONTAINER = "0123456789abcdef".repeat(4);

  private final Path root;

  public FakeProc(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(directory().resolve("sys"));
    Files.writeString(passwd(), "root:x:0:0:root:/root:/bin/bash\nme:x:1000:1000::/home:/bin/sh\n");
  }

  public Path directory() {
    return root.resolve("proc");
  }

  public Path passwd() {
    return root.resolve("passwd");
  }

  /// A process of the user 1000; `container` is empty where it is in none.
  public void add(int pid, String container) throws IOException {
    Path process = Files.createDirectory(directory().resolve("new" + pid));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/bin/program"));
    Files.createSymbolicLink(process.resolve("cwd"), Path.of("/work"));
    Files.writeString(process.resolve("cmdline"), "program\0-x\0\0y z\0");
    Files.writeString(process.resolve("status"), "Name:\tprogram\nUid:\t1000\t0\t0\t0\n");
    String scope = container.isEmpty() ? "user.slice" : "docker-" + container + ".scope";
    Files.writeString(process.resolve("cgroup"), "1:name=x:/\n0::/" + scope + "\n");
    Files.move(process, directory().resolve(Integer.toString(pid)));
  }

  public void remove(int pid) throws IOException {
    Files.move(directory().resolve(Integer.toString(pid)), root.resolve("gone" + pid));
  }

  public void hide() throws IOException {
    Files.move(directory(), root.resolve("hidden"));
  }
}
