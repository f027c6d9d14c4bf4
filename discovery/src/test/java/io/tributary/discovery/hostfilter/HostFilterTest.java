package io.tributary.discovery.hostfilter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import io.tributary.model.relabel.RelabelRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFilterTest {
  private static final RelabelRules NO_RULES = RelabelRules.NONE;

  /// The host is `myhost`. Source: grafana/agent `static/metrics/instance/host_filter_test.go`, and
  /// the algorithm where that has no case.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "__address__=localhost                                                        | true",
        "__address__=127.0.0.1                                                        | true",
        "__address__=localhost:12345                                                  | true",
        "__address__=127.0.0.1:12345                                                  | true",
        "__address__=myhost                                                           | true",
        "__address__=myhost:12345                                                     | true",
        "__address__=myhost:                                                          | true",
        "__address__=MyHost:12345                                                     | false",
        "__address__=myhost.example.org:12345                                         | false",
        "__address__=otherhost                                                        | false",
        "__address__=::1                                                              | false",
        "__address__=[::1]:80                                                         | false",
        "__address__=[myhost]:80                                                      | true",
        "__address__=[myhost]                                                         | false",
        "__address__=myhost:80:80                                                     | false",
        "__address__=:80                                                              | false",
        "__address__=localhost,__meta_kubernetes_pod_node_name=otherhost              | true",
        "__address__=10.0.0.1:80,__meta_consul_node=myhost                            | true",
        "__address__=10.0.0.1:80,__meta_consul_node=otherhost                         | false",
        "__address__=10.0.0.1:80,__meta_dockerswarm_node_id=myhost                    | true",
        "__address__=10.0.0.1:80,__meta_dockerswarm_node_hostname=myhost              | true",
        "__address__=10.0.0.1:80,__meta_dockerswarm_node_address=myhost:2377          | true",
        "__address__=10.0.0.1:80,__meta_kubernetes_pod_node_name=myhost               | true",
        "__address__=10.0.0.1:80,__meta_kubernetes_node_name=myhost                   | true",
        "__address__=10.0.0.1:80,__host__=myhost                                      | true",
        "__address__=10.0.0.1:80,__meta_consul_node=x,__host__=localhost              | true",
        "__address__=10.0.0.1:80,__meta_kubernetes_service_name=myhost                | false",
        "job=no-address                                                               | true",
      })
  void keepsWhatRunsHere(String labels, boolean keeps) {
    assertThat(new HostFilter("myhost", NO_RULES).keeps(parse(labels))).isEqualTo(keeps);
  }

  @Test
  void rulesDecideWhatTheFilterSees() {
    var filter =
        new HostFilter(
            "myhost",
            rules(RelabelRule.builder().sourceLabels(List.of("node")).targetLabel("__host__")));
    assertThat(filter.keeps(parse("__address__=a:1,node=myhost"))).isTrue();
    assertThat(filter.keeps(parse("__address__=a:1,node=other"))).isFalse();
  }

  @Test
  void aTargetThatItsRulesDropIsNotKept() {
    var filter =
        new HostFilter(
            "myhost",
            rules(
                RelabelRule.builder()
                    .sourceLabels(List.of("node"))
                    .regex("other")
                    .action(RelabelAction.DROP)));
    assertThat(filter.keeps(parse("__address__=localhost:1,node=other"))).isFalse();
    assertThat(filter.keeps(parse("__address__=localhost:1,node=myhost"))).isTrue();
  }

  @Test
  void rulesThatTakeTheAddressAwayKeep() {
    var filter =
        new HostFilter(
            "myhost",
            rules(RelabelRule.builder().regex("__address__").action(RelabelAction.LABELDROP)));
    assertThat(filter.keeps(parse("__address__=elsewhere:1"))).isTrue();
  }

  private static RelabelRules rules(RelabelRule.Builder builder) {
    return RelabelRules.of(List.of(builder.build(NameValidation.LEGACY)));
  }

  private static Labels parse(String text) {
    var labels = new Labels.Builder();
    for (String pair : text.strip().split(",")) {
      labels.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return labels.build();
  }
}
