package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.metrics.LogThrottle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FirstOccurrenceLogTest {
  private final LogThrottle throttle = LogThrottle.oncePerCause();
  private final List<String> log = new ArrayList<>();

  @Test
  void warnsOfTheFirstDeadLetterOfEachKindInARun() {
    FirstOccurrenceLog run = new FirstOccurrenceLog("a", throttle, log::add);
    run.add(DeadLetterFixtures.ofRecord(1));
    run.add(DeadLetterFixtures.ofRecord(2));
    run.add(DeadLetterFixtures.ofChange(9));
    new FirstOccurrenceLog("a", throttle, log::add).add(DeadLetterFixtures.ofRecord(3));

    assertThat(log).hasSize(2);
    assertThat(log.get(0))
        .contains(
            "Decode MALFORMED", "users_cdc-1-1", DeadLetterFixtures.ofRecord(1).cause().message());
    assertThat(log.get(1)).contains("Upsert CONSTRAINT", "SQLState");

    new FirstOccurrenceLog("b", throttle, log::add).add(DeadLetterFixtures.ofRecord(4));
    assertThat(log).hasSize(3);
  }
}
