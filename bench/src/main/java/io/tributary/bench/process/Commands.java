package io.tributary.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// The child's side of the race's control channel: a line of words on standard input, a line of
/// `name=value` pairs as the answer. The end of input ends the child, so that none outlives the
/// race.
public final class Commands {
  private Commands() {}

  /// Says `greeting`, then obeys until the input ends or `quit` comes.
  public static void serve(String greeting, Function<String[], String> obey) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = System.out;
    out.println(greeting);
    for (var line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
      try {
        out.println(obey.apply(line.split(" ")));
      } catch (RuntimeException e) {
        out.println("error=" + e);
      }
      out.flush();
    }
  }
}
