package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.metrics.LogThrottle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NewKindsTest {
  private final LogThrottle told = LogThrottle.once();
  private final List<String> log = new ArrayList<>();

  @Test
  void warnsOfTheFirstLetterOfEachKindInARun() {
    NewKinds run = new NewKinds("a", told, log::add);
    run.tell(Letters.ofRecord(1));
    run.tell(Letters.ofRecord(2));
    run.tell(Letters.ofChange(9));
    new NewKinds("a", told, log::add).tell(Letters.ofRecord(3));

    assertThat(log).hasSize(2);
    assertThat(log.get(0))
        .contains("Decode MALFORMED", "users_cdc-1-1", Letters.ofRecord(1).cause().message());
    assertThat(log.get(1)).contains("Upsert CONSTRAINT", "SQLState");

    new NewKinds("b", told, log::add).tell(Letters.ofRecord(4));
    assertThat(log).hasSize(3);
  }
}
