package io.github.mooring.deploy.tests;

import jakarta.ejb.Stateless;
import jakarta.resource.ConnectionFactoryDefinition;

/**
 * An application that defines its factory itself, from the adapter in the same EAR. What is not said here, the address
 * above all, is the adapter's: its properties are defaults for its factories.
 */
@Stateless
@ConnectionFactoryDefinition(
        name = Factories.DEFINED,
        interfaceName = Factories.INTERFACE,
        resourceAdapter = "#mooring",
        minPoolSize = 0,
        maxPoolSize = 256,
        properties = "AppName=defined")
public class Defined {}
