#include "modules/people/api.hpp"

#include "modules/people/model.hpp"

namespace twinrail::people {

void routes(Router& r, Service& s) {
  r.module("people");
  r.get("/units", "Units of the organisation, as of a day", s, &Service::units)
      .needs(permission::read);
  r.get("/units/{unit}", "One unit", s, &Service::unit).needs(permission::read);
  r.post("/units", "Add a unit", s, &Service::add_unit).needs(permission::write).status(201);
  r.patch("/units/{unit}", "Change a unit from a day on", s, &Service::change_unit)
      .needs(permission::write);
  r.get("/units/{unit}/calendar", "How a unit counts its time on a day", s, &Service::unit_calendar)
      .needs(permission::read);
  r.put("/units/{unit}/calendar", "Let a unit count its time otherwise from a day on", s,
        &Service::change_unit_calendar)
      .needs(permission::write)
      .unversioned();
  r.get("/legal-entities", "Employers with their country and currency", s, &Service::legal_entities)
      .needs(permission::read);
  r.post("/legal-entities", "Add an employer", s, &Service::add_legal_entity)
      .needs(permission::write)
      .status(201);
  r.get("/people", "People, by unit or search", s, &Service::people).needs(permission::read);
  r.get("/people/{person}", "One person", s, &Service::person).needs(permission::read);
}

}  // namespace twinrail::people
