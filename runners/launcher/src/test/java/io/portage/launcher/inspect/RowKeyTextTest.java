package io.portage.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RowKeyTextTest {
  @Test
  void readsKeysOfOneAndOfSeveralColumns() {
    assertThat(RowInspection.values("17", List.of("id"))).isEqualTo(List.of("17"));
    assertThat(RowInspection.values("[\"DE\", 17]", List.of("country", "id")))
        .isEqualTo(List.of("DE", 17L));
    assertThat(RowInspection.values("{\"id\": 17, \"country\": \"DE\"}", List.of("country", "id")))
        .isEqualTo(List.of("DE", 17L));
  }

  @Test
  void namesTheColumnsOfTheKey() {
    assertThatThrownBy(() -> RowInspection.values("17", List.of("country", "id")))
        .hasMessageContaining("country, id");
    assertThatThrownBy(() -> RowInspection.values("{\"id\": 17, \"x\": 1}", List.of("a", "id")))
        .hasMessageContaining("a value for a");
    assertThatThrownBy(() -> RowInspection.values("[17", List.of("id")))
        .hasMessageContaining("neither a value nor JSON");
  }
}
