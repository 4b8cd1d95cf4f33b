package io.github.mooring.jta;

import java.util.Map;
import org.jboss.jca.core.api.bootstrap.CloneableBootstrapContext;
import org.jboss.jca.deployers.common.Configuration;

/** All checks of IronJacamar's deployer that it has, and each finding fails the deployment. */
final class StrictConfiguration implements Configuration {
    @Override
    public void setBeanValidation(boolean value) {
        throw new UnsupportedOperationException("there is no provider of bean validation here");
    }

    @Override
    public boolean getBeanValidation() {
        return false;
    }

    @Override
    public void setArchiveValidation(boolean value) {
        throw new UnsupportedOperationException("is on");
    }

    @Override
    public boolean getArchiveValidation() {
        return true;
    }

    @Override
    public void setArchiveValidationFailOnWarn(boolean value) {
        throw new UnsupportedOperationException("is on");
    }

    @Override
    public boolean getArchiveValidationFailOnWarn() {
        return true;
    }

    @Override
    public void setArchiveValidationFailOnError(boolean value) {
        throw new UnsupportedOperationException("is on");
    }

    @Override
    public boolean getArchiveValidationFailOnError() {
        return true;
    }

    @Override
    @Deprecated
    public void setDefaultBootstrapContext(CloneableBootstrapContext value) {
        throw new UnsupportedOperationException("the coordinator has it");
    }

    @Override
    @Deprecated
    public CloneableBootstrapContext getDefaultBootstrapContext() {
        throw new UnsupportedOperationException("the coordinator has it");
    }

    @Override
    @Deprecated
    public void setBootstrapContexts(Map<String, CloneableBootstrapContext> value) {
        throw new UnsupportedOperationException("the coordinator has them");
    }

    @Override
    @Deprecated
    public Map<String, CloneableBootstrapContext> getBootstrapContexts() {
        throw new UnsupportedOperationException("the coordinator has them");
    }
}
