"""belediyye: a municipality's whole year and the alliance's whole programme, in one house."""
