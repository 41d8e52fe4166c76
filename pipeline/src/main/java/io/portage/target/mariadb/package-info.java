/**
 * The dialect of MariaDB, version 10.6 or later, which MySQL 8 shares. A batch reads the keys and
 * versions of its rows under lock and then writes only newer rows, each statement with the guard.
 */
@org.jspecify.annotations.NullMarked
package io.portage.target.mariadb;
