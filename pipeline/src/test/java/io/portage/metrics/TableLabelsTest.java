package io.portage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class TableLabelsTest {
  @Test
  void keepsLettersDigitsAndUnderscores() {
    assertThat(TableLabels.of(List.of("users", "sales.Order items", "größe")))
        .isEqualTo(
            Map.of("users", "users", "sales.Order items", "sales_Order_items", "größe", "gr__e"));
  }

  @Test
  void aTableWhoseNameEqualsTheLabelKeepsIt() {
    Map<String, String> labels = TableLabels.of(List.of("sales.items", "sales_items"));

    assertThat(labels).containsEntry("sales_items", "sales_items");
    assertThat(labels.get("sales.items")).matches("sales_items_[0-9a-f]+");
  }

  @Property
  void labelsDoNotDependOnTheOrder(@ForAll Set<String> tables) {
    List<String> reversed = tables.stream().sorted((a, b) -> b.compareTo(a)).toList();

    assertThat(TableLabels.of(reversed)).isEqualTo(TableLabels.of(tables));
  }

  @Property
  void labelsAreUnique(
      @ForAll Set<@StringLength(min = 1, max = 4) @Chars({'a', '.', '-', '_'}) String> tables) {
    Map<String, String> labels = TableLabels.of(tables);

    assertThat(labels.keySet()).isEqualTo(tables);
    assertThat(labels.values()).doesNotHaveDuplicates();
  }
}
