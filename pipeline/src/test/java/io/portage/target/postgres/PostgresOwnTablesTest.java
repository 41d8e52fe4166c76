package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The error of a creation in a connection that the error has closed. */
final class PostgresOwnTablesTest {
  @Test
  void anErrorThatClosesTheConnectionKeepsItsState() {
    SQLException killed = new SQLException("terminated", "57P01");
    SQLException closed = new SQLException("Connection is closed");

    assertThatThrownBy(() -> PostgresOwnTables.rollBackAfter(killed, connection(closed)))
        .isSameAs(killed)
        .hasSuppressedException(closed);
    assertThatCode(() -> PostgresOwnTables.rollBackAfter(killed, connection(null)))
        .doesNotThrowAnyException();
  }

  /** Returns a connection of which only a rollback is called, which fails with this error. */
  private static Connection connection(SQLException error) {
    return (Connection)
        Proxy.newProxyInstance(
            PostgresOwnTablesTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, args) -> {
              if (error != null) {
                throw error;
              }
              return null;
            });
  }
}
