package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Version;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VersionTextTest {
  @Property
  void returnsTheDecimalTextOfTheNumber(
      @ForAll @IntRange(max = 255) int epoch,
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 65_535) int partition,
      @ForAll @LongRange(max = (1L << 48) - 1) long offset) {
    Version version = new Version(epoch, high, low, partition, offset);

    assertThat(VersionText.of(version)).isEqualTo(version.toNumber().toString());
  }

  @Test
  void keepsInnerZerosAndDropsLeadingZeros() {
    assertThat(VersionText.of(new Version(0, 0, 0, 0, 0))).isEqualTo("0");
    assertThat(VersionText.of(new Version(0, 0, 0, 0, 1_000_000_000))).isEqualTo("1000000000");
    Version one = new Version(1, 0, 0, 0, 0);
    assertThat(VersionText.of(one)).isEqualTo(one.toNumber().toString());
  }
}
