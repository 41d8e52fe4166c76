package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The origin that a watermark carries through a checkpoint. */
final class WatermarkOriginTest {
  @Property
  void aWatermarkKeepsItsOriginAndChangesByLessThanTwoMilliseconds(
      @ForAll WatermarkOrigin origin, @ForAll long watermark) {
    long encoded = origin.encode(watermark);

    assertThat(WatermarkOrigin.of(encoded)).isEqualTo(origin);
    assertThat(encoded).isBetween(Math.max(watermark, Long.MIN_VALUE + 1) - 1, watermark | 1);
    assertThat(origin.encode(encoded)).isEqualTo(encoded);
  }

  @Property
  void aWatermarkOfRecordsIsNeverRaised(@ForAll long watermark) {
    assertThat(WatermarkOrigin.RECORDS.encode(watermark)).isLessThanOrEqualTo(watermark);
  }
}
