package io.portage.upsert;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A data source that counts transactions and can fail before a statement, before a commit and after
 * it.
 */
final class WatchedSource {
  /** Work that may fail as the database does. */
  interface Act {
    void on(Connection connection) throws SQLException;
  }

  private final DataSource real;
  private final AtomicInteger transactions = new AtomicInteger();
  private final AtomicInteger refusedCommits = new AtomicInteger();
  private volatile Act beforeCommit = connection -> {};
  private volatile Act beforeStatement = connection -> {};
  private volatile Act afterCommit = connection -> {};

  WatchedSource(DataSource real) {
    this.real = real;
  }

  int transactions() {
    return transactions.get();
  }

  /** Commits that the database itself refused. */
  int refusedCommits() {
    return refusedCommits.get();
  }

  void beforeCommit(Act act) {
    beforeCommit = act;
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
        Calls.NONE,
        (method, result) -> result instanceof Connection c ? watched(c) : result);
  }

  private Connection watched(Connection connection) {
    transactions.incrementAndGet();
    return proxy(
        Connection.class,
        connection,
        new Calls() {
          @Override
          public void before(String method) throws SQLException {
            if (method.equals("commit")) {
              beforeCommit.on(connection);
            }
          }

          @Override
          public void failed(String method) {
            if (method.equals("commit")) {
              refusedCommits.incrementAndGet();
            }
          }
        },
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

  private interface Calls {
    Calls NONE =
        new Calls() {
          @Override
          public void before(String method) {}

          @Override
          public void failed(String method) {}
        };

    void before(String method) throws SQLException;

    void failed(String method);
  }

  private interface After {
    Object apply(String method, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, Calls calls, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              calls.before(method.getName());
              try {
                return after.apply(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                calls.failed(method.getName());
                throw e.getCause();
              }
            }));
  }
}
