package io.portage.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that runs an act of the test before or after each call of a kind. Most acts fail as
 * a database does, see {@link FaultPlan}.
 *
 * <p>An act that fails before a call prevents the call. An act that fails after a call leaves its
 * effect, like a connection that is lost before the response. The connection itself is not changed.
 * Thread-safe if the acts are.
 */
public final class FaultySource {
  /** The calls that can fail. */
  public enum FaultyCall {
    /** A connection is acquired. */
    CONNECT,
    /** A statement is prepared. */
    PREPARE,
    /** A statement is executed by any method. */
    EXECUTE,
    /** A transaction is committed. */
    COMMIT,
    /** A transaction is rolled back. */
    ROLLBACK,
    /** A connection is released. */
    CLOSE
  }

  /** The time of an act, before or after the call. */
  public enum FaultMoment {
    /** The call has had no effect. */
    BEFORE,
    /** The call has had its effect. */
    AFTER
  }

  /** An act at a call; it may fail as the database does. */
  @FunctionalInterface
  public interface Act {
    /** Does nothing. */
    Act NONE = connection -> {};

    /**
     * Runs the act.
     *
     * @param connection the real connection; null before {@link FaultyCall#CONNECT}
     */
    void on(@Nullable Connection connection) throws SQLException;
  }

  private final DataSource real;
  private final Map<FaultyCall, Map<FaultMoment, Act>> acts = new ConcurrentHashMap<>();
  private final Map<FaultyCall, AtomicInteger> begun = new EnumMap<>(FaultyCall.class);
  private final Map<FaultyCall, AtomicInteger> refused = new EnumMap<>(FaultyCall.class);

  /** Wraps {@code real}, without faults. */
  public FaultySource(DataSource real) {
    this.real = real;
    for (FaultyCall call : FaultyCall.values()) {
      acts.put(call, new ConcurrentHashMap<>());
      begun.put(call, new AtomicInteger());
      refused.put(call, new AtomicInteger());
    }
  }

  /** Replaces the act of a call by {@code act}. */
  public FaultySource on(FaultyCall call, FaultMoment when, Act act) {
    acts.get(call).put(when, act);
    return this;
  }

  /** Runs {@code act} before and after every call, except before a connection is released. */
  public FaultySource everywhere(Act act) {
    for (FaultyCall call : FaultyCall.values()) {
      on(call, FaultMoment.BEFORE, act).on(call, FaultMoment.AFTER, act);
    }
    return on(FaultyCall.CLOSE, FaultMoment.BEFORE, Act.NONE);
  }

  /** Returns the number of calls of this kind to the real source. */
  public int begun(FaultyCall call) {
    return begun.get(call).get();
  }

  /** Returns the number of calls of this kind that the real source rejected. */
  public int refused(FaultyCall call) {
    return refused.get(call).get();
  }

  /** Returns the data source for the code under test. */
  public DataSource source() {
    return proxy(
        DataSource.class,
        (method, arguments) ->
            method.getName().equals("getConnection")
                ? around(FaultyCall.CONNECT, null, method, real, arguments)
                : invoke(method, real, arguments));
  }

  private Connection connection(Connection connection) {
    return proxy(
        Connection.class,
        (method, arguments) -> {
          FaultyCall call = ofConnection(method.getName());
          return call == null
              ? wrapped(connection, invoke(method, connection, arguments))
              : around(call, connection, method, connection, arguments);
        });
  }

  private static @Nullable FaultyCall ofConnection(String method) {
    return switch (method) {
      case "prepareStatement" -> FaultyCall.PREPARE;
      case "commit" -> FaultyCall.COMMIT;
      case "rollback" -> FaultyCall.ROLLBACK;
      case "close" -> FaultyCall.CLOSE;
      default -> null;
    };
  }

  private <T extends Statement> T statement(Connection connection, Class<T> type, T statement) {
    return proxy(
        type,
        (method, arguments) ->
            method.getName().startsWith("execute")
                ? around(FaultyCall.EXECUTE, connection, method, statement, arguments)
                : invoke(method, statement, arguments));
  }

  private @Nullable Object around(
      FaultyCall call,
      @Nullable Connection connection,
      Method method,
      Object target,
      @Nullable Object @Nullable [] arguments)
      throws Throwable {
    act(call, FaultMoment.BEFORE).on(connection);
    begun.get(call).incrementAndGet();
    Object result;
    try {
      result = invoke(method, target, arguments);
    } catch (SQLException e) {
      refused.get(call).incrementAndGet();
      throw e;
    }
    Connection now = result instanceof Connection made ? made : connection;
    try {
      act(call, FaultMoment.AFTER).on(now);
    } catch (SQLException e) {
      if (call == FaultyCall.CONNECT && now != null) {
        now.close(); // the caller does not get the connection
      }
      throw e;
    }
    return wrapped(now, result);
  }

  private Act act(FaultyCall call, FaultMoment when) {
    return acts.get(call).getOrDefault(when, Act.NONE);
  }

  private @Nullable Object wrapped(@Nullable Connection connection, @Nullable Object result) {
    if (result instanceof Connection made) {
      return connection(made);
    }
    if (connection != null && result instanceof java.sql.PreparedStatement prepared) {
      return statement(connection, java.sql.PreparedStatement.class, prepared);
    }
    if (connection != null && result instanceof Statement plain) {
      return statement(connection, Statement.class, plain);
    }
    return result;
  }

  private interface Handler {
    @Nullable Object handle(Method method, @Nullable Object @Nullable [] arguments)
        throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> handler.handle(method, arguments)));
  }

  private static @Nullable Object invoke(
      Method method, Object target, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
