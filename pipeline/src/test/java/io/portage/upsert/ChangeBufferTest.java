package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeBufferTest {
  private final Given users = new Given("users");
  private final Given orders = new Given("orders");
  private final ChangeBuffer buffer =
      new ChangeBuffer(3, (left, right) -> left.version().isAfter(right.version()) ? left : right);

  @Test
  void joinsTwoChangesOfAKeyInEitherOrder() {
    buffer.add(users.upsert(1L, 5));
    buffer.add(users.upsert(1L, 4));
    buffer.add(users.upsert(2L, 4));
    buffer.add(users.upsert(2L, 5));

    assertThat(buffer.isFull()).isFalse();
    assertThat(buffer.drain().get(0))
        .extracting(Change::version)
        .containsExactly(Given.v(5), Given.v(5));
  }

  @Test
  void keepsTablesApartAndIsFullByAllOfThem() {
    buffer.add(users.upsert(1L, 1));
    buffer.add(orders.upsert(1L, 1));
    assertThat(buffer.isFull()).isFalse();
    buffer.add(orders.upsert(2L, 1));

    assertThat(buffer.isFull()).isTrue();
    List<Collection<Change>> drained = buffer.drain();
    assertThat(drained).extracting(Collection::size).containsExactlyInAnyOrder(1, 2);
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.drain()).isEmpty();
  }

  @Test
  void spellingsOfOneNumberAreOneKey() {
    buffer.add(users.upsert(new BigDecimal("1.0"), 1));
    buffer.add(users.upsert(new BigDecimal("1.00"), 2));

    assertThat(buffer.drain().get(0)).extracting(Change::version).containsExactly(Given.v(2));
  }
}
