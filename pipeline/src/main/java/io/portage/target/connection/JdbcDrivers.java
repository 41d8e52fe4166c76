package io.portage.target.connection;

import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * JDBC drivers, loaded by the class loader of Portage itself.
 *
 * <p>{@link DriverManager} searches for drivers once per JVM. A cluster's JVM loads each job with a
 * class loader of its own, so {@link DriverManager} would find the first job's driver only. A
 * driver that stays registered also keeps the classes of an ended job in memory; therefore {@link
 * ConnectionPool} deregisters it when the last pool is closed.
 */
public final class JdbcDrivers {
  private JdbcDrivers() {}

  /**
   * Returns the driver for {@code urlWithSecrets}. Drivers see the URL without its secrets, because
   * they log a URL that they do not understand.
   *
   * @throws SQLException if there is no such driver on the class path
   */
  public static Driver of(String urlWithSecrets) throws SQLException {
    String url = JdbcUrl.of(urlWithSecrets).bare();
    for (Driver driver : ServiceLoader.load(Driver.class, JdbcDrivers.class.getClassLoader())) {
      if (driver.acceptsURL(url)) {
        return driver;
      }
    }
    return DriverManager.getDriver(url);
  }

  /**
   * Opens a connection outside of any pool.
   *
   * @throws SQLException if there is no driver for the URL or the connection fails; the message
   *     contains no secret
   */
  public static Connection connect(JdbcConfig config) throws SQLException {
    return connect(config, Map.of());
  }

  /**
   * Opens a connection outside of any pool.
   *
   * @param properties the driver's properties; the URL's own take precedence
   * @throws SQLException if there is no driver for the URL or the connection fails; the message
   *     contains no secret
   */
  public static Connection connect(JdbcConfig config, Map<String, String> properties)
      throws SQLException {
    return new DriverDataSource(of(config.url()), JdbcUrl.of(config.url()), properties)
        .getConnection(config.user().reveal(), config.password().reveal());
  }

  /**
   * Deregisters the drivers that this job's class loader loaded; does nothing if it is the system
   * class loader.
   */
  static void deregister() {
    ClassLoader loader = JdbcDrivers.class.getClassLoader();
    if (loader != ClassLoader.getSystemClassLoader()) {
      deregisterOf(loader);
    }
  }

  private static void deregisterOf(ClassLoader loader) {
    List<Driver> own =
        DriverManager.drivers()
            .filter(driver -> driver.getClass().getClassLoader() == loader)
            .toList();
    for (Driver driver : own) {
      try {
        DriverManager.deregisterDriver(driver);
      } catch (SQLException e) {
        throw new IllegalStateException("cannot deregister a JDBC driver", e);
      }
    }
  }
}
