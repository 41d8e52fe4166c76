package io.portage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BucketsTest {
  private final Buckets buckets = new Buckets(10, 100);

  @Test
  void aValueCountsInItsBucketAndInAllAbove() {
    buckets.add(10);
    buckets.add(11);
    buckets.add(101);

    assertThat(buckets.atMost(0)).isEqualTo(1);
    assertThat(buckets.atMost(1)).isEqualTo(2);
    assertThat(buckets.count()).isEqualTo(3);
    assertThat(buckets.sum()).isEqualTo(122);
  }

  @Test
  void negativeValuesCountAsZero() {
    buckets.add(-5_000);

    assertThat(buckets.atMost(0)).isEqualTo(1);
    assertThat(buckets.sum()).isZero();
  }
}
