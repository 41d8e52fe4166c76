package io.portage.target.connection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the one connection pool that this JVM has per database.
 *
 * <p>Runners create many instances of a function, and databases allow few connections: all handles
 * of equal {@link JdbcConfig}s share one pool of {@value #SIZE} connections, which is closed with
 * the last handle. Connections start without autocommit, at READ COMMITTED and in UTC. The pool is
 * created without access to the database; it connects on first use, and again after an outage.
 */
public final class ConnectionPool implements AutoCloseable {
  /** The maximum number of connections of one JVM to one database. */
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
   * Returns a handle on the pool for {@code config}; the caller closes it.
   *
   * @throws IllegalArgumentException if no dialect supports the database
   * @throws io.portage.config.SecretException if its user or password cannot be resolved
   */
  public static ConnectionPool acquire(JdbcConfig config) {
    if (!SHARED.containsKey(config)) {
      // The pool waits during an outage of the database, but an unresolvable secret is reported
      // here. Secrets are resolved outside the map's lock, because a secret store may be slow.
      config.user().reveal();
      config.password().reveal();
    }
    SharedPool shared =
        SHARED.compute(
            config,
            (same, pool) ->
                pool == null
                    ? new SharedPool(newPool(config), new RecentTables(Clock.systemUTC()), 1)
                    : new SharedPool(pool.pool, pool.tables, pool.users + 1));
    return new ConnectionPool(config, shared);
  }

  /** Returns the source of the connections; a closed connection returns to the pool. */
  public DataSource dataSource() {
    return shared.pool;
  }

  /** Returns the tables that the users of this pool have read. */
  public RecentTables recentTables() {
    return shared.tables;
  }

  /** Releases the handle. Further calls have no effect. */
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
    // The pool gets no URL: the pool or the driver could log its secrets.
    hikari.setDataSource(source(config, dialect));
    hikari.setAutoCommit(false);
    hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    hikari.setConnectionInitSql(dialect.connectionInit());
    hikari.setMaximumPoolSize(SIZE);
    hikari.setMinimumIdle(0);
    hikari.setIdleTimeout(60_000);
    hikari.setConnectionTimeout(CONNECT_MILLIS);
    hikari.setValidationTimeout(5_000);
    // No connection is attempted here, so that a pool can be created during an outage.
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

  /** Evicts connections with a broken session that the pool itself would keep. */
  private record BrokenSessions(Dialect dialect) implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException error) {
      return dialect.isSessionBroken(error)
          ? SQLExceptionOverride.Override.MUST_EVICT
          : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
  }

  /** A pool and the number of its open handles. */
  private record SharedPool(HikariDataSource pool, RecentTables tables, int users) {
    @Nullable SharedPool less() {
      return users > 1 ? new SharedPool(pool, tables, users - 1) : null;
    }
  }
}
