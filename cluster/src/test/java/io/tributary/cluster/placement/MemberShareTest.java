package io.tributary.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberShareTest {
  @ParameterizedTest
  @CsvSource({"1,1", "3,1", "3,2", "5,5"})
  void everyTargetHasAsManyMembersAsThereAreReplicas(int members, int replicas) {
    var random = new Random(7);
    for (int target = 0; target < 200; target++) {
      long key = random.nextLong();
      int owners = 0;
      for (int member = 0; member < members; member++) {
        owners += new MemberShare(members, member, replicas).has(key) ? 1 : 0;
      }
      assertThat(owners).as("key %d", key).isEqualTo(replicas);
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2", "vmagent-0,0", "agents-in-eu-17,17"})
  void aMemberIsANumberOrANameThatEndsInOne(String text, int number) {
    assertThat(MemberShare.number(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "agent", "agent-", "agent-x", "1.5", "99999999999"})
  void anythingElseIsNot(String text) {
    assertThatThrownBy(() -> MemberShare.number(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage("\"" + text + "\" is neither a number nor a name that ends in one");
  }

  @ParameterizedTest
  @CsvSource({"0,0,1", "2,2,1", "2,-1,1", "2,0,0", "2,0,3"})
  void numbersMustFitTogether(int members, int member, int replicas) {
    assertThatThrownBy(() -> new MemberShare(members, member, replicas))
        .isInstanceOf(ConfigException.class);
  }
}
