const words = t('kpi.only_here');
const texts = [t("kpi.choose"), t("kpi.count"), t("kpi.of_unit")];
