/**
 * The sandbox as a JUnit Jupiter parameter. JUnit is the caller's to bring: this module asks for
 * none.
 */
package io.portage.sandbox.junit;
