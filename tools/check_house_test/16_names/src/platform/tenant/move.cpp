namespace twinrail {
namespace {

class Held {};

}  // namespace
}  // namespace twinrail
