package io.portage.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.kafka.SourcePartitions.TopicPartitions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The distribution of partitions over readers. */
final class SourcePartitionsTest {
  @Test
  void givesEachReaderAnExistingPartitionAndAShareOfTheHeadroom() {
    SourcePartitions partitions = SourcePartitions.of(Map.of("users", topic(3, 7)));

    assertThat(partitions.distribute(128))
        .containsExactly(
            List.of(users(0), users(3), users(6)),
            List.of(users(1), users(4)),
            List.of(users(2), users(5)));
    assertThat(partitions.distribute(2)).hasSize(2);
    assertThat(partitions.all()).hasSize(7);
  }

  @Test
  void givesAMissingTopicItsOwnReader() {
    SourcePartitions partitions =
        SourcePartitions.of(Map.of("users", topic(1, 1), "orders", topic(0, 3)));

    List<List<TopicPartition>> parts = partitions.distribute(128);

    assertThat(parts).hasSize(2);
    assertThat(parts).allMatch(part -> !part.isEmpty());
  }

  @Test
  void regardsTheZeroIdOfOldBrokersAsNoId() {
    assertThat(SourcePartitions.id(description(Uuid.ZERO_UUID))).isEqualTo(SourcePartitions.NO_ID);
    assertThat(SourcePartitions.id(description(null))).isEqualTo(SourcePartitions.NO_ID);
    Uuid id = Uuid.randomUuid();
    assertThat(SourcePartitions.id(description(id))).isEqualTo(id.toString());
  }

  private static TopicDescription description(@Nullable Uuid id) {
    return new TopicDescription("users", false, List.of(), Set.of(), id);
  }

  @Property(tries = 300)
  void distributesAllPartitionsEvenly(
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 0, max = 9) Integer> known,
      @ForAll @IntRange(min = 1, max = 12) int headroom,
      @ForAll @IntRange(min = 1, max = 20) int most) {
    Map<String, TopicPartitions> topics = new HashMap<>();
    int all = 0;
    for (int i = 0; i < known.size(); i++) {
      topics.put("t" + i, topic(known.get(i), known.get(i) + headroom));
      all += known.get(i) + headroom;
    }

    List<List<TopicPartition>> parts = SourcePartitions.of(topics).distribute(most);

    Set<TopicPartition> seen = new HashSet<>();
    parts.forEach(seen::addAll);
    assertThat(seen).hasSize(all);
    assertThat(parts.stream().mapToInt(List::size).sum()).isEqualTo(all);
    assertThat(parts).hasSizeLessThanOrEqualTo(most);
    int there = known.stream().mapToInt(count -> Math.max(1, count)).sum();
    for (List<TopicPartition> part : parts) {
      long busy =
          part.stream()
              .filter(at -> at.partition() < Math.max(1, topics.get(at.topic()).existing()))
              .count();
      assertThat(busy).isBetween((long) there / parts.size(), there / parts.size() + 1L);
    }
  }

  private static TopicPartitions topic(int known, int bound) {
    return new TopicPartitions(known, bound, SourcePartitions.NO_ID);
  }

  private static TopicPartition users(int partition) {
    return new TopicPartition("users", partition);
  }
}
