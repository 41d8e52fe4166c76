package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.ChangePart.Half;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChangePartTest {
  @Test
  void theOnlyRowIsTheRecord() {
    assertThat(ChangePart.ofRow(0, true)).isSameAs(ChangePart.WHOLE);
    assertThat(ChangePart.WHOLE.delete()).isSameAs(ChangePart.DELETE);
    assertThat(ChangePart.DELETE.upsert()).isSameAs(ChangePart.UPSERT);
    assertThat(ChangePart.UPSERT.whole()).isSameAs(ChangePart.WHOLE);
    assertThat(List.of(ChangePart.WHOLE, ChangePart.DELETE, ChangePart.UPSERT))
        .extracting(ChangePart::suffix)
        .containsExactly("", "#delete", "#upsert");
    assertThat(List.of(ChangePart.DELETE, ChangePart.UPSERT, ChangePart.WHOLE))
        .extracting(ChangePart::code)
        .containsExactly(1, 2, 3);
  }

  @Test
  void namesTheRowInTheSuffix() {
    ChangePart first = ChangePart.ofRow(0, false);

    assertThat(first.suffix()).isEqualTo("#0");
    assertThat(ChangePart.ofRow(7, true).delete().suffix()).isEqualTo("#7#delete");
    assertThat(first.withSameRow())
        .extracting(ChangePart::suffix)
        .containsExactly("", "#0", "#0#delete", "#0#upsert");
  }

  @Test
  void rejectsRowsAndCodesThatDoNotExist() {
    assertThatThrownBy(() -> ChangePart.ofRow(ChangePart.MAX_ROWS, true))
        .hasMessage("row 65536 is not within 0..65535");
    assertThatThrownBy(() -> ChangePart.ofRow(-1, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChangePart.ofCode(4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChangePart.ofCode(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 300)
  void thePartsOfARecordCoverItOnceAndWhollyOnlyTogether(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int rows) {
    Random random = new Random(seed);
    List<ChangePart> parts = parts(random, rows);
    Collections.shuffle(parts, random);

    BigInteger covered = BigInteger.ZERO;
    for (ChangePart part : parts) {
      assertThat(covered).isNotEqualTo(ChangePart.WHOLE.mask());
      assertThat(covered.and(part.mask())).isEqualTo(BigInteger.ZERO);
      covered = covered.or(part.mask());
    }
    assertThat(covered).isEqualTo(ChangePart.WHOLE.mask());
  }

  @Property(tries = 300)
  void partsIntersectIfTheirMasksDo(@ForAll long seed) {
    Random random = new Random(seed);
    ChangePart a = any(random);
    ChangePart b = any(random);

    assertThat(a.intersects(b)).isEqualTo(a.mask().and(b.mask()).signum() != 0);
    assertThat(ChangePart.ofCode(a.code())).isEqualTo(a);
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
  }

  private static ChangePart any(Random random) {
    Half half = List.of(Half.values()).get(random.nextInt(3));
    return ChangePart.of(random.nextInt(4), random.nextBoolean(), half);
  }

  private static List<ChangePart> parts(Random random, int rows) {
    List<ChangePart> parts = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      ChangePart row = ChangePart.ofRow(i, i == rows - 1);
      if (random.nextBoolean()) {
        parts.add(row);
      } else {
        parts.add(row.delete());
        parts.add(row.upsert());
      }
    }
    return parts;
  }
}
