package io.portage.target.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A share in the one pool that this JVM keeps for a database.
 *
 * <p>Runners make many instances of a function, databases have few connections: all shares of equal
 * {@link JdbcConfig}s use one pool of {@value #SIZE} connections, which is closed with the last
 * share. Connections begin without autocommit, at READ COMMITTED and in UTC. The pool is made
 * without asking the database; it connects when first used, and again by itself after an outage.
 */
public final class ConnectionPool implements AutoCloseable {
  /** Most connections of one JVM to one database. */
  static final int SIZE = 8;

  private static final long CONNECT_MILLIS = 10_000;
  private static final ConcurrentHashMap<JdbcConfig, SharedPool> SHARED = new ConcurrentHashMap<>();

  private final JdbcConfig config;
  private final SharedPool shared;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private ConnectionPool(JdbcConfig config, SharedPool shared) {
    this.config = config;
    this.shared = shared;
  }

  /**
   * A share in the pool for {@code config}; close it when done.
   *
   * @throws IllegalArgumentException when no dialect speaks to such a database
   * @throws io.portage.config.SecretException when its user or password cannot be resolved here
   */
  public static ConnectionPool acquire(JdbcConfig config) {
    if (!SHARED.containsKey(config)) {
      // An outage of the database is waited out, but a reference that leads nowhere is told here;
      // a store may take its time, so nobody else may have to wait for the map.
      config.user().reveal();
      config.password().reveal();
    }
    SharedPool shared =
        SHARED.compute(
            config,
            (same, pool) ->
                pool == null
                    ? new SharedPool(newPool(config), 1)
                    : new SharedPool(pool.pool, pool.users + 1));
    return new ConnectionPool(config, shared);
  }

  /** Where connections come from; they go back to the pool when they are closed. */
  public DataSource dataSource() {
    return shared.pool;
  }

  /** Gives the share back. Doing so twice is harmless. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      SharedPool left = SHARED.computeIfPresent(config, (same, pool) -> pool.less());
      if (left == null) {
        shared.pool.close();
        if (SHARED.isEmpty()) {
          JdbcDrivers.deregister();
        }
      }
    }
  }

  private static HikariDataSource newPool(JdbcConfig config) {
    Dialect dialect = Dialects.of(config.url());
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("portage-" + dialect.name());
    // The pool gets no URL that it, or the driver, could log with its secrets.
    hikari.setDataSource(source(config, dialect));
    hikari.setAutoCommit(false);
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    hikari.setConnectionInitSql(dialect.connectionInit());
    hikari.setMaximumPoolSize(SIZE);
    hikari.setMinimumIdle(0);
    hikari.setIdleTimeout(60_000);
    hikari.setConnectionTimeout(CONNECT_MILLIS);
    hikari.setValidationTimeout(5_000);
    // A pool that is made during an outage is as good as any other: the first use waits.
    hikari.setInitializationFailTimeout(-1);
    hikari.setExceptionOverride(new BrokenSessions(dialect));
    return new RotatingCredentialsPool(hikari, config);
  }

  private static DataSource source(JdbcConfig config, Dialect dialect) {
    try {
      return new DriverDataSource(
          JdbcDrivers.of(config.url()), JdbcUrl.of(config.url()), dialect.connectionProperties());
    } catch (SQLException none) {
      throw new IllegalArgumentException("no JDBC driver for " + JdbcUrl.show(config.url()), none);
    }
  }

  /** Closes connections whose session the pool itself would take for a good one. */
  private record BrokenSessions(Dialect dialect) implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException error) {
      return error.getSQLState() != null && dialect.isSessionBroken(error.getSQLState())
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }

  /** A pool and how many hold a share in it. */
  private record SharedPool(HikariDataSource pool, int users) {
    @Nullable SharedPool less() {
      return users > 1 ? new SharedPool(pool, users - 1) : null;
    }
  }
}
