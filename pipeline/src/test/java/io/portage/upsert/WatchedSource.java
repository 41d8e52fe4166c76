package io.portage.upsert;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A data source that counts transactions and can fail right before or after a commit. */
final class WatchedSource {
  /** Work that may fail as the database does. */
  interface Act {
    void on(Connection connection) throws SQLException;
  }

  private final DataSource real;
  private final AtomicInteger transactions = new AtomicInteger();
  private volatile Act beforeStatement = connection -> {};
  private volatile Act afterCommit = connection -> {};

  WatchedSource(DataSource real) {
    this.real = real;
  }

  int transactions() {
    return transactions.get();
  }

  void beforeStatement(Act act) {
    beforeStatement = act;
  }

  void afterCommit(Act act) {
    afterCommit = act;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        real,
        (method, result) -> result instanceof Connection c ? watched(c) : result);
  }

  private Connection watched(Connection connection) {
    transactions.incrementAndGet();
    return proxy(
        Connection.class,
        connection,
        (method, result) -> {
          if (method.equals("commit")) {
            afterCommit.on(connection);
          }
          if (result instanceof PreparedStatement) {
            beforeStatement.on(connection);
          }
          return result;
        });
  }

  private interface After {
    Object apply(String method, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return after.apply(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
