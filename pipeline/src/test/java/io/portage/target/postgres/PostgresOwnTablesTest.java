package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The error of a creation in a connection that the error has closed. */
final class PostgresOwnTablesTest {
  private static final SQLException KILLED = new SQLException("terminated", "57P01");

  @Test
  void anErrorThatClosesTheConnectionKeepsItsState() {
    SQLException closed = new SQLException("Connection is closed");

    assertThatThrownBy(() -> PostgresOwnTables.rollBackAfter(KILLED, connection(closed)))
        .isSameAs(KILLED)
        .hasSuppressedException(closed);
    assertThatCode(() -> PostgresOwnTables.rollBackAfter(KILLED, connection(null)))
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
