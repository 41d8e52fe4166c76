package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UnroutedTablesTest {
  @Test
  void countsByTableAndTogetherBeyondTheLimit() {
    UnroutedTables tables = new UnroutedTables();
    tables.add("left.behind");
    tables.begin();
    for (int i = 0; i < UnroutedTables.MOST; i++) {
      tables.add("public.t" + i);
    }
    tables.add("public.t0");
    tables.add("public.beyond");
    tables.add("public.beyond_too");

    Map<String, Long> counts = tables.counts();

    assertThat(counts)
        .hasSize(UnroutedTables.MOST)
        .containsEntry("public_t0", 2L)
        .containsEntry("other", 3L)
        .doesNotContainKey("left_behind");
  }
}
