const words = t('kpi.only_here');
