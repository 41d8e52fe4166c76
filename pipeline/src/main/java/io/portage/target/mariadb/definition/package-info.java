/** Definitions of tables and columns in MariaDB. */
@org.jspecify.annotations.NullMarked
package io.portage.target.mariadb.definition;
