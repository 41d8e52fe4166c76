package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.publish.EventFile.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UserEventsTest {
  private static final int EVENTS = 50_000;
  private static final int KEYS = 5_000;
  private static final long START = 1_726_531_200_000L;

  @ParameterizedTest
  @EnumSource(KeyDistribution.class)
  void computesTheExpectedTable(KeyDistribution skew) throws IOException {
    UserEvents events = new UserEvents(backlog(skew), 7);
    Map<Long, BenchUser> table = new HashMap<>();
    int unusable = 0;
    for (Event event : all(events)) {
      BenchUser user = UserParser.parse(event.value());
      if (user == null) {
        unusable++;
      } else {
        table.merge(user.id(), user, (old, next) -> next.time() >= old.time() ? next : old);
      }
    }

    assertThat(unusable).isEqualTo(events.malformed()).isBetween(20, 100);
    assertThat(events.newest().count()).isEqualTo(table.size());
    table.forEach((id, user) -> assertThat(events.expected(id)).isEqualTo(user));
  }

  @Test
  void isDeterministicForASeed() {
    assertThat(texts(7)).isEqualTo(texts(7)).isNotEqualTo(texts(8));
  }

  @Test
  void hasTheDocumentedShares() throws IOException {
    Map<Character, Integer> ops = new HashMap<>();
    Map<Long, Long> newest = new HashMap<>();
    int stale = 0;
    int unknownCountry = 0;
    int usable = 0;
    for (Event event : all(new UserEvents(backlog(KeyDistribution.uniform), 7))) {
      BenchUser user = UserParser.parse(event.value());
      if (user == null) {
        continue;
      }
      usable++;
      ops.merge(event.text().charAt("{\"op\":\"".length()), 1, Integer::sum);
      long known = newest.getOrDefault(user.id(), Long.MIN_VALUE);
      if (user.time() < known) {
        stale++;
        assertThat(known - user.time()).isLessThanOrEqualTo(10_000);
      }
      assertThat(user.time()).isNotEqualTo(known); // a tie would have no right answer
      newest.merge(user.id(), user.time(), Math::max);
      unknownCountry += Objects.equals(user.country(), "BR") ? 1 : 0;
    }

    assertThat(ops.get('u') / (double) usable).isBetween(0.78, 0.82);
    assertThat(ops.get('c') / (double) usable).isBetween(0.09, 0.11);
    assertThat(ops.get('d') / (double) usable).isBetween(0.09, 0.11);
    assertThat(stale / (double) usable).isBetween(0.04, 0.06);
    assertThat(unknownCountry / (double) usable).isBetween(0.18, 0.22);
  }

  @Test
  void drawsPopularKeysFarMoreOftenWithZipf() {
    int[] uniform = counts(KeyDistribution.uniform);
    int[] zipf = counts(KeyDistribution.zipf);

    assertThat(uniform[1]).isLessThan(60);
    assertThat(zipf[1]).isBetween(3_500, 7_500); // 1 / the sum of 1 / n^0.99, about a ninth
    assertThat(zipf[2]).isBetween(zipf[1] * 4 / 10, zipf[1] * 6 / 10);
    assertThat(zipf[1] + zipf[2] + zipf[3]).isGreaterThan(EVENTS / 7);
  }

  @Test
  void worksWithOneKey() {
    for (KeyDistribution skew : KeyDistribution.values()) {
      BenchPlan plan = new BenchPlan(100, 1, skew, null, 10, 2, 4, 1);
      UserEvents events = new UserEvents(plan, 1);
      for (int i = 0; i < plan.events(); i++) {
        events.next(START + i);
      }
      assertThat(events.newest().count()).isEqualTo(1);
    }
  }

  @Test
  void everyTenthEventAtARateIsAProbeOfItsOwnKeyAtItsOwnTime() throws IOException {
    BenchPlan plan = new BenchPlan(1_005, KEYS, KeyDistribution.uniform, 1_000, 10, 2, 4, 1);
    UserEvents events = new UserEvents(plan, 7);
    List<BenchUser> probes = new ArrayList<>();
    for (int i = 0; i < plan.events(); i++) {
      BenchUser user =
          UserParser.parse(events.next(START + i / 5).value()); // several in a millisecond
      if (i % 10 == 0) {
        assertThat(user.time()).isEqualTo(START + i / 5);
        assertThat(user.isDeleted()).isFalse();
        assertThat(events.expected(user.id())).isEqualTo(user);
        probes.add(user);
      }
    }

    assertThat(probes).hasSize(101).extracting(BenchUser::id).doesNotHaveDuplicates();
    assertThat(probes).extracting(BenchUser::id).allMatch(id -> id > KEYS);
    assertThat(plan.probes()).isEqualTo(101);
  }

  private static BenchPlan backlog(KeyDistribution skew) {
    return new BenchPlan(EVENTS, KEYS, skew, null, 10, 2, 4, 1);
  }

  private static List<Event> all(UserEvents events) {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      all.add(events.next(START + i));
    }
    return all;
  }

  private static List<String> texts(long seed) {
    return all(new UserEvents(backlog(KeyDistribution.zipf), seed)).stream()
        .map(Event::text)
        .toList();
  }

  private static int[] counts(KeyDistribution skew) {
    int[] counts = new int[KEYS + 1];
    for (Event event : all(new UserEvents(backlog(skew), 3))) {
      counts[Integer.parseInt(new String(event.key(), java.nio.charset.StandardCharsets.UTF_8))]++;
    }
    return counts;
  }
}
