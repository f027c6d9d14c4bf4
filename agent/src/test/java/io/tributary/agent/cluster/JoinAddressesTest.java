package io.tributary.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JoinAddressesTest {
  private static final Map<String, List<String>> ADDRESSES =
      Map.of("agents", List.of("10.0.0.1", "10.0.0.2"), "six", List.of("2001:db8::1"));
  private static final Map<String, List<String>> SERVICES =
      Map.of("agents", List.of("s0.agents"), "only-srv", List.of("a.only-srv", "b.only-srv"));

  private static final JoinAddresses.Names NAMES =
      new JoinAddresses.Names() {
        @Override
        public List<String> addresses(String name) {
          return ADDRESSES.getOrDefault(name, List.of());
        }

        @Override
        public List<String> services(String name) throws IOException {
          if (name.equals("broken")) {
            throw new IOException("no server answers");
          }
          return SERVICES.getOrDefault(name, List.of());
        }
      };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.9            | 10.0.0.9:12345
          10.0.0.9:80         | 10.0.0.9:80
          2001:db8::9         | [2001:db8::9]:12345
          [2001:db8::9]       | [2001:db8::9]:12345
          [2001:db8::9]:80    | [2001:db8::9]:80
          agents              | 10.0.0.1:12345 10.0.0.2:12345
          agents:80           | 10.0.0.1:80 10.0.0.2:80
          six                 | [2001:db8::1]:12345
          only-srv            | a.only-srv:12345 b.only-srv:12345
          dns+agents:80       | 10.0.0.1:80 10.0.0.2:80
          dnssrv+agents       | s0.agents:12345
          dnssrvnoa+agents:80 | s0.agents:80
          """)
  void everyFormStandsForItsAddresses(String entry, String expected) {
    var resolved = new JoinAddresses(NAMES, 12345).resolve(List.of(entry));

    assertThat(resolved.problems()).isEmpty();
    assertThat(resolved.addresses()).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody       | "nobody" stands for no address
          dns+only-srv | "dns+only-srv" stands for no address
          broken       | cannot resolve "broken": no server answers
          ftp+agents   | cannot resolve "ftp+agents": there is no way "ftp+" to look names up
          agents:http  | cannot resolve "agents:http": "http" is not a port
          :80          | cannot resolve ":80": it has no host
          """)
  void whatStandsForNothingIsSaid(String entry, String problem) {
    var resolved = new JoinAddresses(NAMES, 12345).resolve(List.of(entry, "10.0.0.9"));

    assertThat(resolved.problems()).containsExactly(problem);
    assertThat(resolved.addresses()).containsExactly("10.0.0.9:12345");
  }

  @Test
  void anAddressThatIsNamedTwiceIsAskedOnce() {
    var resolved =
        new JoinAddresses(NAMES, 80).resolve(Arrays.asList("agents", "10.0.0.2", "dns+agents"));

    assertThat(resolved.addresses()).containsExactly("10.0.0.1:80", "10.0.0.2:80");
  }
}
